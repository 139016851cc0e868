package io.github.lockstarter.torture.report;

import io.github.lockstarter.torture.Outcome;
import io.github.lockstarter.torture.check.Figures;
import io.github.lockstarter.torture.check.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a report holds, in the order it is told. */
final class Summary {

    private Summary() {}

    static Map<String, Object> of(Outcome outcome) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("seeds", outcome.seeds());
        summary.put("acquisitions", outcome.allGrants());
        summary.put("acquisitionsUnderAFault", outcome.faulted());
        summary.put("acquisitionsOfWorkersThatMetTheFault", outcome.touched());
        summary.put("injections", outcome.allInjections());
        summary.put("kinds", outcome.kinds());
        summary.put("findings", byCheck(outcome.findings()));
        summary.put("doubleHoldersAfterDataLoss", outcome.excused());
        summary.put("withoutFence", outcome.unfenced());
        summary.put("mostWhoHeldAKeyAtOnce", outcome.crowds());
        summary.put("milliseconds", figures(outcome.figures()));
        summary.put("injectionsByKind", outcome.injections());
        summary.put("acquisitionsByWorkload", outcome.grants());
        summary.put("callsWithoutLock", outcome.refusals());
        summary.put("looksAtAllKeys", outcome.looks());
        summary.put("longestStandstillOfTheMachineMs", outcome.standstill());
        return summary;
    }

    static Map<String, Long> byCheck(List<Finding> findings) {
        Map<String, Long> byCheck = new TreeMap<>();
        findings.forEach(finding -> byCheck.merge(finding.check(), 1L, Long::sum));
        return byCheck;
    }

    private static Map<String, Object> figures(Figures figures) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("nextGrantAfterDeadlineOfAKilledHolder", percentiles(figures.recovery()));
        all.put("signalAfterDeadline", percentiles(figures.signal()));
        all.put("returnAfterInterrupt", percentiles(figures.interrupt()));
        return all;
    }

    private static Map<String, Object> percentiles(List<Double> values) {
        Map<String, Object> percentiles = new LinkedHashMap<>();
        percentiles.put("count", values.size());
        if (!values.isEmpty()) {
            percentiles.put("p50", rounded(Figures.percentile(values, 0.5)));
            percentiles.put("p99", rounded(Figures.percentile(values, 0.99)));
            percentiles.put("max", rounded(Figures.percentile(values, 1)));
        }
        return percentiles;
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}

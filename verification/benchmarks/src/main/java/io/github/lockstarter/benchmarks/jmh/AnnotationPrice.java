package io.github.lockstarter.benchmarks.jmh;

import io.github.lockstarter.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link AnnotationBenchmark} and subtracts the template from the annotated method. */
public final class AnnotationPrice {
    private AnnotationPrice() {}

    /** One price for each way to grant. */
    public static List<Results.Price> measure() {
        Options options = new OptionsBuilder()
                .include(AnnotationBenchmark.class.getName())
                .shouldFailOnError(true)
                .build();
        try {
            Collection<RunResult> results = new Runner(options).run();
            List<Results.Price> prices = new ArrayList<>();
            for (String locks : List.of("memory", "granting")) {
                Result<?> annotated = find(results, locks, "annotated");
                Result<?> template = find(results, locks, "template");
                prices.add(new Results.Price(
                        locks,
                        annotated.getScore(),
                        annotated.getScoreError(),
                        template.getScore(),
                        template.getScoreError()));
            }
            return prices;
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH failed.", e);
        }
    }

    private static Result<?> find(Collection<RunResult> results, String locks, String method) {
        return results.stream()
                .filter(result -> result.getParams().getParam("locks").equals(locks))
                .map(RunResult::getPrimaryResult)
                .filter(result -> result.getLabel().endsWith(method))
                .findFirst()
                .orElseThrow();
    }
}

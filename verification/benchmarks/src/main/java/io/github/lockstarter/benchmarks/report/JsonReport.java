package io.github.lockstarter.benchmarks.report;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All results for programs: the spreads, the ratios, and the figures of every single run. */
final class JsonReport {
    private JsonReport() {}

    static String of(Results results) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("about", results.about());
        Map<String, String> figures = new LinkedHashMap<>();
        for (Figure figure : Figure.values()) {
            figures.put(figure.name(), figure.description());
        }
        root.put("figures", figures);
        root.put("annotation", results.prices());
        root.put("footprints", results.footprints());
        root.put("summary", summary(results));
        root.put("runs", results.runs());
        return ReportFiles.json(root);
    }

    private static List<Map<String, Object>> summary(Results results) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Scenario scenario : results.scenarios()) {
            for (Kind kind : results.kinds(scenario)) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("scenario", scenario.name());
                row.put("contender", kind.id());
                row.put("figures", spreads(results, scenario, kind));
                row.put("toFloor", ratios(results, scenario, kind, Kind.FLOOR));
                row.put("toRLock", ratios(results, scenario, kind, Kind.RLOCK));
                row.put("toRFairLock", ratios(results, scenario, kind, Kind.RFAIRLOCK));
                rows.add(row);
            }
        }
        return rows;
    }

    private static Map<Figure, Spread> spreads(Results results, Scenario scenario, Kind kind) {
        Map<Figure, Spread> spreads = new LinkedHashMap<>();
        for (Figure figure : Figure.values()) {
            results.spread(scenario, kind, figure).ifPresent(spread -> spreads.put(figure, spread));
        }
        return spreads;
    }

    private static Map<Figure, Spread> ratios(Results results, Scenario scenario, Kind kind, Kind base) {
        Map<Figure, Spread> ratios = new LinkedHashMap<>();
        for (Figure figure : Figure.values()) {
            results.ratio(scenario, kind, base, figure).ifPresent(ratio -> ratios.put(figure, ratio));
        }
        return ratios;
    }
}

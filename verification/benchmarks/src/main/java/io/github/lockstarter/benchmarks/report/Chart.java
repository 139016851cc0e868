package io.github.lockstarter.benchmarks.report;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Scenario;
import java.util.List;
import java.util.Locale;

/** Bars in SVG: sections per second where threads wait for each other, relative to RLock. */
final class Chart {
    private static final int WIDTH = 760;
    private static final int LEFT = 150;
    private static final int RIGHT = 60;
    private static final int ROW = 18;
    private static final String STYLE =
            "text{font:12px sans-serif;fill:#24292f}.head{font-weight:bold}.bar{fill:#8c959f}"
                    + ".own{fill:#2da44e}.one{stroke:#cf222e;stroke-dasharray:3 3}"
                    + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.bar{fill:#6e7681}.own{fill:#3fb950}.one{stroke:#ff7b72}}";

    private final Results results;
    private final StringBuilder body = new StringBuilder();
    private int y = 10;

    private Chart(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        Chart chart = new Chart(results);
        chart.text(4, "head", "Sections per second, RLock = 1 (median of the rounds)");
        results.scenarios().stream().filter(Scenario::contended).forEach(chart::group);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
                <title>Sections per second relative to RLock</title>
                <style>%s</style>
                %s</svg>
                """.formatted(WIDTH, chart.y + 10, WIDTH, chart.y + 10, STYLE, chart.body);
    }

    private void group(Scenario scenario) {
        List<Kind> kinds = results.kinds(scenario);
        double most =
                kinds.stream().mapToDouble(kind -> ratio(scenario, kind)).max().orElse(0);
        if (most == 0) {
            return;
        }
        y += 8;
        text(4, "head", scenario.name() + ": " + scenario.description());
        double scale = (WIDTH - LEFT - RIGHT) / most;
        int top = y;
        for (Kind kind : kinds) {
            double ratio = ratio(scenario, kind);
            add(
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    style(kind), LEFT, y + 3, ratio * scale, ROW - 5);
            add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 6, y + ROW - 5, kind.id());
            add(
                    "<text x=\"%.1f\" y=\"%d\">%s</text>",
                    LEFT + ratio * scale + 5, y + ROW - 5, MarkdownReport.number(ratio));
            y += ROW;
        }
        add("<line class=\"one\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", LEFT + scale, LEFT + scale, top, y);
    }

    private double ratio(Scenario scenario, Kind kind) {
        return results.ratio(scenario, kind, Kind.RLOCK, Figure.PER_SECOND)
                .map(Spread::median)
                .orElse(0.0);
    }

    private static String style(Kind kind) {
        return kind.id().startsWith("lock-starter") ? "own" : "bar";
    }

    private void text(int x, String style, String text) {
        y += ROW;
        add("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", style, x, y - 5, text);
    }

    private void add(String format, Object... args) {
        body.append(String.format(Locale.ROOT, format, args)).append('\n');
    }
}

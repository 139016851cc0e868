package io.github.lockstarter.benchmarks.wakeups;

import io.github.lockstarter.benchmarks.report.Figures;
import io.github.lockstarter.benchmarks.report.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What was measured in a cluster, by rounds.
 *
 * @param idle processor time of all nodes while nothing is asked of them, us per second
 * @param messages of each route in each round
 * @param subscriptions on and off again, of each route in each round
 */
public record WakeUpResults(double idle, List<Slice> messages, List<Slice> subscriptions) {

    /**
     * One route in one round.
     *
     * @param count messages, or subscriptions
     * @param p50 from sending a message to its arrival; of subscribing and unsubscribing together, two round trips; us
     * @param p99 the same
     * @param cpu processor time of all nodes for a thousand, us
     * @param aboveIdle the same, less what the nodes use in that time anyhow
     * @param bus messages over the cluster bus for each
     */
    public record Slice(
            Route route, int round, int count, double p50, double p99, double cpu, double aboveIdle, double bus) {

        static Slice of(Route route, int round, long[] nanos, Toll.Reading toll, double idle) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            double perThousand = 1_000.0 / sorted.length;
            double anyhow = idle * toll.time() / 1_000_000_000.0;
            return new Slice(
                    route,
                    round,
                    sorted.length,
                    Figures.percentile(sorted, 50) / 1_000.0,
                    Figures.percentile(sorted, 99) / 1_000.0,
                    toll.cpuMicros() * perThousand,
                    (toll.cpuMicros() - anyhow) * perThousand,
                    toll.sent() / sorted.length);
        }
    }

    /** For JSON. */
    public Map<String, Object> forPrograms() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("idle CPU us per second, all nodes", idle);
        all.put("messages", messages);
        all.put("subscriptions", subscriptions);
        return all;
    }

    /** Lines of Markdown. */
    public List<String> forReaders() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("## Wake-ups in a Redis Cluster of three masters");
        lines.add("");
        lines.add(
                "One message under way at a time; from sending it to its arrival in the thread of the subscriber's client. CPU is that of");
        lines.add(
                "all three servers together, for 1,000; above idle: less what they use in that time anyhow, %s us a second."
                        .formatted(text(idle)));
        lines.add("Bus: messages from node to node for each. Medians of the rounds, with quartiles.");
        lines.add("");
        lines.add("| message | count | p50 us | p99 us | CPU us per 1,000 | above idle | x SHARDED | bus |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (Route route : Route.values()) {
            lines.add(row(messages, route));
        }
        lines.add("");
        for (Route route : Route.values()) {
            lines.add("- " + route + ": " + route.description());
        }
        lines.add("");
        lines.add(
                "Subscribing to a new channel and unsubscribing again: two round trips. Broadcast, once in the life of a JVM; sharded, once");
        lines.add("for each key that is waited for, at the master of its slot.");
        lines.add("");
        lines.add("| subscription | count | p50 us | p99 us | CPU us per 1,000 | above idle | x SHARDED | bus |");
        lines.add("|---|---|---|---|---|---|---|---|");
        lines.add(row(subscriptions, Route.BROADCAST_NEAR));
        lines.add(row(subscriptions, Route.SHARDED));
        return lines;
    }

    private static String row(List<Slice> slices, Route route) {
        return "| " + route + " | "
                + String.join(
                        " | ",
                        Integer.toString(of(slices, route).stream()
                                .mapToInt(Slice::count)
                                .sum()),
                        spread(slices, route, Slice::p50),
                        spread(slices, route, Slice::p99),
                        spread(slices, route, Slice::cpu),
                        spread(slices, route, Slice::aboveIdle),
                        ratio(slices, route),
                        spread(slices, route, Slice::bus))
                + " |";
    }

    private static List<Slice> of(List<Slice> slices, Route route) {
        return slices.stream().filter(slice -> slice.route() == route).toList();
    }

    private static String spread(List<Slice> slices, Route route, ToDoubleFunction<Slice> what) {
        return text(of(slices, route).stream().mapToDouble(what).toArray());
    }

    /** Of the processor time, to that of the sharded route in the same round. */
    private static String ratio(List<Slice> slices, Route route) {
        return text(of(slices, route).stream()
                .flatMapToDouble(slice -> of(slices, Route.SHARDED).stream()
                        .filter(other -> other.round() == slice.round() && other.aboveIdle() > 0)
                        .mapToDouble(other -> slice.aboveIdle() / other.aboveIdle()))
                .toArray());
    }

    private static String text(double... values) {
        return Spread.of(values).map(spread -> spread.text(values.length > 1)).orElse("-");
    }
}

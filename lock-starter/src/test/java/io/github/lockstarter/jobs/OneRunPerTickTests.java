package io.github.lockstarter.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.JavaProcess;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A job on two nodes, whose clocks are apart by up to 100 ms, runs once a tick: also when the node that ran it is killed right after. */
@Tag("many-rounds")
@Tag("in-ci")
class OneRunPerTickTests {

    private static final int TICKS = Rounds.of(5, 200);

    private static final int KILLED_EACH = Rounds.of(3, 10);

    private final List<JavaProcess> ended = new ArrayList<>();

    @Test
    void aJobRunsOncePerTick() {
        try (RedisServer server = RedisServer.start()) {
            JavaProcess[] nodes = {start(server, 0), start(server, 100)};
            try {
                run(server, nodes);
            } finally {
                for (JavaProcess node : nodes) {
                    node.close();
                }
                ended.forEach(JavaProcess::close);
            }
        }
    }

    private void run(RedisServer server, JavaProcess[] nodes) {
        for (JavaProcess node : nodes) {
            node.awaitLine("up"::equals, Duration.ofSeconds(60));
        }
        // The first ticks, in which one may not have been up yet, do not count.
        long first = Instant.now().getEpochSecond() + 2;
        int kills = 0;
        for (long tick = first; tick < first + TICKS; tick++) {
            long wanted = tick;
            Await.until(Duration.ofSeconds(20), () -> last(nodes) >= wanted);
            if ((tick - first) % KILLED_EACH == KILLED_EACH - 1) {
                int ran = runs(nodes[0]).contains(tick) ? 0 : 1;
                nodes[ran].kill();
                ended.add(nodes[ran]);
                nodes[ran] = start(server, ran * 100);
                kills++;
            }
        }
        Map<Long, Integer> counts = new TreeMap<>();
        List<JavaProcess> all = new ArrayList<>(ended);
        all.addAll(List.of(nodes));
        all.forEach(node -> runs(node).forEach(tick -> counts.merge(tick, 1, Integer::sum)));
        counts.keySet().removeIf(tick -> tick < first || tick >= first + TICKS);
        List<Long> missed = LongStream.range(first, first + TICKS)
                .filter(tick -> !counts.containsKey(tick))
                .boxed()
                .toList();
        Figures.print("a job on two nodes: %d ticks, %d nodes killed, runs per tick %s, missed with Redis silent %s"
                .formatted(TICKS, kills, counts.values().stream().distinct().toList(), missed));
        assertThat(counts.values()).containsOnly(1);
        assertThat(missed)
                .as("no node may run it while Redis does not answer in time, and only then nobody does")
                .hasSizeLessThanOrEqualTo(TICKS / 5)
                .allMatch(tick -> all.stream().anyMatch(node -> wasUnavailable(node, tick)));
    }

    private static JavaProcess start(RedisServer server, int ahead) {
        return JavaProcess.start(
                JobJvm.class,
                List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                List.of(Integer.toString(server.port()), Integer.toString(ahead)));
    }

    private static boolean wasUnavailable(JavaProcess node, long tick) {
        return node.lines().stream()
                .anyMatch(line -> line.startsWith("unavailable " + tick + " ")
                        && line.contains(LockStoreException.class.getName()));
    }

    private static List<Long> runs(JavaProcess node) {
        return node.lines().stream()
                .filter(line -> line.startsWith("ran "))
                .map(line -> Long.parseLong(line.substring(4)))
                .toList();
    }

    private long last(JavaProcess[] nodes) {
        long last = 0;
        List<JavaProcess> all = new ArrayList<>(ended);
        all.addAll(List.of(nodes));
        for (JavaProcess node : all) {
            for (long tick : runs(node)) {
                last = Math.max(last, tick);
            }
        }
        return last;
    }
}

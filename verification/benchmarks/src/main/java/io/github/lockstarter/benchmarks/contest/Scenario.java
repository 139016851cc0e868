package io.github.lockstarter.benchmarks.contest;

import io.github.lockstarter.benchmarks.contender.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who contends for what.
 *
 * @param name in the results
 * @param jvms how many
 * @param threads in each JVM
 * @param oneKey whether all contend for one key, or each thread has its own
 * @param sectionMillis how long a section sleeps, 0 for an empty one
 * @param cuts into how many rounds, of shorter runs, a round is cut: where what else the machine does would show
 */
public record Scenario(String name, int jvms, int threads, boolean oneKey, long sectionMillis, int cuts) {

    public static final List<Scenario> ALL = List.of(
            new Scenario("1x1", 1, 1, true, 0, 3),
            new Scenario("1x16-keys", 1, 16, false, 0, 3),
            new Scenario("1x16-empty", 1, 16, true, 0, 1),
            new Scenario("1x16-1ms", 1, 16, true, 1, 1),
            new Scenario("2x8-empty", 2, 8, true, 0, 1),
            new Scenario("2x8-1ms", 2, 8, true, 1, 1),
            new Scenario("4x4-empty", 4, 4, true, 0, 1),
            new Scenario("4x4-1ms", 4, 4, true, 1, 1));

    /** Whether threads wait for each other. */
    public boolean contended() {
        return oneKey && jvms * threads > 1;
    }

    /** Whether the contender has something to show here. */
    public boolean suits(Kind kind) {
        return (kind.waits() || !contended()) && (jvms > 1 ? !kind.needsOneJvm() : !kind.needsSeveralJvms());
    }

    public long sectionNanos() {
        return TimeUnit.MILLISECONDS.toNanos(sectionMillis);
    }

    public String description() {
        String section = sectionMillis == 0 ? "empty sections" : "sections that sleep " + sectionMillis + " ms";
        return "%d JVM%s, %d thread%s each, %s, %s"
                .formatted(jvms, s(jvms), threads, s(threads), oneKey ? "one key" : "a key each", section);
    }

    private static String s(int count) {
        return count == 1 ? "" : "s";
    }
}

package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.contest.Scenario;

/** Who wants the key, and how. */
public enum Situation {
    ALONE_SHARED(Want.SHARED, false, new Scenario("shared-1x1", 1, 1, false, 0, 3)),
    ALONE_PERMIT(Want.PERMIT, false, new Scenario("permits-1x1", 1, 1, false, 0, 3)),
    READERS_EMPTY(Want.SHARED, true, new Scenario("readers-1x16-empty", 1, 16, false, 0, 1)),
    READERS(Want.SHARED, true, new Scenario("readers-1x16-1ms", 1, 16, false, 1, 1)),
    READERS_APART_EMPTY(Want.SHARED, true, new Scenario("readers-2x8-empty", 2, 8, false, 0, 1)),
    READERS_APART(Want.SHARED, true, new Scenario("readers-2x8-1ms", 2, 8, false, 1, 1)),
    PERMITS_EMPTY(Want.PERMIT, false, new Scenario("permits-1x16-empty", 1, 16, false, 0, 1)),
    PERMITS(Want.PERMIT, false, new Scenario("permits-1x16-1ms", 1, 16, false, 1, 1)),
    PERMITS_APART_EMPTY(Want.PERMIT, false, new Scenario("permits-2x8-empty", 2, 8, false, 0, 1)),
    PERMITS_APART(Want.PERMIT, false, new Scenario("permits-2x8-1ms", 2, 8, false, 1, 1));

    /** Of all situations; each is a client of its own. */
    static final int MOST_INSTANCES = 2;

    /** With the writer. */
    static final int MOST_THREADS = 17;

    private final Want want;
    private final boolean writer;
    private final Scenario scenario;

    /** @param scenario where {@code oneKey} is false: sections may overlap, and their sequence tells nothing */
    Situation(Want want, boolean writer, Scenario scenario) {
        this.want = want;
        this.writer = writer;
        this.scenario = scenario;
    }

    public String id() {
        return scenario.name();
    }

    Want want() {
        return want;
    }

    /** Whether one more thread wants the key EXCLUSIVE, from time to time. */
    boolean hasWriter() {
        return writer;
    }

    /** Its JVMs are instances in this one. */
    Scenario scenario() {
        return scenario;
    }

    int threads() {
        return scenario.jvms() * scenario.threads();
    }

    String description() {
        String who = threads() == 1 ? "one thread" : scenario.threads() + " threads";
        String where = scenario.jvms() == 1 ? "" : " in each of " + scenario.jvms() + " instances";
        String how = want == Want.PERMIT ? "one of " + Locks.PERMITS + " permits" : "SHARED";
        String section =
                scenario.sectionMillis() == 0 ? "empty sections" : "sections of " + scenario.sectionMillis() + " ms";
        return who + where + ", " + how + ", " + section + (writer ? "; and a writer, EXCLUSIVE for 1 ms" : "");
    }
}

package io.github.lockstarter.benchmarks.report;

/** What is told of a run. */
public enum Figure {
    PER_SECOND("sections per second, of those that ended before the common end"),
    COST_P50("acquire + release, median, us"),
    COST_P99("acquire + release, p99, us"),
    WAIT_P50("acquire, median, us"),
    WAIT_P99("acquire, p99, us"),
    SCRIPTS("EVALSHA and EVAL calls per section"),
    COMMANDS(
            "commands that clients sent per section: calls, times the share that MONITOR saw come from clients in the warm-up"),
    CALLS("calls per section as commandstats counts them, those inside scripts too"),
    REDIS_TIME("time that Redis spent in those commands per section, us"),
    FAIRNESS("fewest sections of a thread / most sections of a thread"),
    CHANGES("changes of JVM per section"),
    HANDOVER_P50("from the call of release in one JVM to the next holder inside in another, median, us"),
    SECTIONS("sections made, those after the common end too: what calls are divided by"),
    OVERLAPS("sections entered before the one before them was leaving; must be 0"),
    LATE("first acquire of the last thread after the common start, us");

    private final String description;

    Figure(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}

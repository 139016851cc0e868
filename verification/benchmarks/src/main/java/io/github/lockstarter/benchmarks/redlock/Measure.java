package io.github.lockstarter.benchmarks.redlock;

/** What is told of a run. */
public enum Measure {
    COST_P50("acquire + release, median, us"),
    COST_P99("acquire + release, p99, us"),
    ACQUIRE_P50("acquire, median, us"),
    RELEASE_P50("release, median, us"),
    PER_SECOND("locks per second, of those that were released before the common end"),
    COMMANDS(
            "commands that clients sent per lock to each server: calls, times the share that MONITOR saw come from clients in the warm-up"),
    CALLS("calls per lock on each server as commandstats counts them, those inside scripts too"),
    REDIS_TIME("time that all servers together spent in those commands per lock, us"),
    CPU("processor time of this JVM per lock, us"),
    ALLOCATED("bytes that this JVM allocated per lock"),
    LOCKS("locks taken and given back: what calls are divided by");

    private final String description;

    Measure(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}

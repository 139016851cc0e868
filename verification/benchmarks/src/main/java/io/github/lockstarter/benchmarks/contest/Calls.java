package io.github.lockstarter.benchmarks.contest;

/** How often a command was called in Redis, and how long it took there in all, in microseconds; a script with what is inside. */
public record Calls(long count, long micros) {

    public Calls plus(Calls more) {
        return new Calls(count + more.count, micros + more.micros);
    }
}

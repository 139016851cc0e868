package io.github.lockstarter.benchmarks.contest;

import io.github.lockstarter.benchmarks.contender.Kind;

/**
 * What a child JVM is told of one run, as a line.
 *
 * @param id of the run
 * @param threads how many contend in this JVM
 * @param oneKey whether all contend for one key, or each thread has its own
 * @param sectionNanos how long a section sleeps, 0 for an empty one
 * @param millis how long the run lasts
 */
public record Task(int id, Kind kind, int threads, boolean oneKey, long sectionNanos, long millis) {

    public String line() {
        return String.join(
                " ",
                Integer.toString(id),
                kind.id(),
                Integer.toString(threads),
                Boolean.toString(oneKey),
                Long.toString(sectionNanos),
                Long.toString(millis));
    }

    static Task of(String line) {
        String[] words = line.split(" ");
        return new Task(
                Integer.parseInt(words[0]),
                Kind.of(words[1]),
                Integer.parseInt(words[2]),
                Boolean.parseBoolean(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }

    String key(int thread) {
        return oneKey ? "item:a1" : "item:" + ProcessHandle.current().pid() + "-" + thread;
    }
}

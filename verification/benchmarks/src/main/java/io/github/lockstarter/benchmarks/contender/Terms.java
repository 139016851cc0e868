package io.github.lockstarter.benchmarks.contender;

import java.time.Duration;

/** The times that all contenders are given, and the check that a lock was still held when it was given back. */
final class Terms {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration WAIT = Duration.ofSeconds(30);

    private Terms() {}

    static void check(boolean held) {
        if (!held) {
            throw new IllegalStateException("The lock was not held any more when it was released.");
        }
    }
}

package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.history.Key;
import java.time.Duration;

/** What all libraries are given alike. */
final class Terms {

    static final String HOST = "127.0.0.1";

    /** That of lock-starter, by default. */
    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);

    private Terms() {}

    static String name(Key key) {
        return "peer:" + key.name();
    }

    /** In whole milliseconds, as most libraries count: rounded up. */
    static long millis(Duration time) {
        return time.plusNanos(999_999).toMillis();
    }
}

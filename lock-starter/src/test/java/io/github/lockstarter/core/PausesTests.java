package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.store.Busy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as a retry: here the lock goes from hand to hand among others. */
class PausesTests {

    private static final LockDefaults DEFAULTS = new LockDefaults(
            Duration.ofSeconds(10), 2, Duration.ofMillis(100), Duration.ofHours(1), Duration.ofSeconds(1));

    private Busy busy = new Busy("another", null);

    private final LockTemplate locks = new LockTemplate(new BusyStore(() -> busy), DEFAULTS, List.of());

    @AfterEach
    void end() {
        locks.close();
    }

    @Test
    void aPauseOfTheRetryDelayIsARetry() {
        assertThat(attempts(LockRequest.of("a"))).isEqualTo(3);
    }

    @Test
    void aPauseThatEndsWithTheHoldersTtlIsNone() {
        busy = new Busy("another", Duration.ofMillis(2));

        assertThat(attempts(LockRequest.of("a"))).isGreaterThan(20);
    }

    private int attempts(LockRequest request) {
        return catchThrowableOfType(LockNotAcquiredException.class, () -> locks.acquire(request))
                .attempts();
    }
}

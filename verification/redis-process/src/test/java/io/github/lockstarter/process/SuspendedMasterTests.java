package io.github.lockstarter.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A class of its own, so that it runs beside {@link RedisSentinelsTests}: a fail-over takes seconds in which nothing else happens. */
class SuspendedMasterTests {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void suspendedMasterIsReplacedAndBecomesAReplica() {
        try (RedisSentinels sentinels = RedisSentinels.builder()
                .downAfter(Duration.ofMillis(1001))
                .flags("--min-replicas-to-write", "1", "--min-replicas-max-lag", "1")
                .start()) {
            sentinels.awaitConverged(LONG);
            RedisServer old = sentinels.master();

            old.suspend();
            RedisServer promoted = sentinels.awaitMasterOtherThan(old, LONG);
            assertThat(promoted).isNotSameAs(old);

            old.resume();
            sentinels.awaitConverged(LONG);
            Replicas.assertIsReplicaOf(promoted, old);
            assertThat(promoted.command("SET", "written", "2")).isEqualTo("OK");
        }
    }
}

package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A holder whose lock is released by force learns of it. */
@Tag("without-spring")
class ForcedReleaseTests {

    private static final LockRequest LASTING = LockRequest.of("a").ttl(Duration.ofMinutes(5));

    private final RedisServer server = TestRedis.empty();

    private final RedisLocks holder = new RedisLocks(server);

    private final RedisLocks other = new RedisLocks(server);

    @AfterEach
    void end() {
        holder.close();
        other.close();
    }

    @Test
    void atOnceIfItListens() {
        listen();
        Lease lease = holder.template().acquire(LASTING);

        Await.value(other.store().forceRelease("a"));

        Await.until(
                Duration.ofSeconds(10), () -> lease.lost().toCompletableFuture().isDone());
        assertThat(lease.isValid()).isFalse();
        other.template().acquire(LASTING).close();
    }

    @Test
    void atItsNextRenewalIfItIsRenewed() {
        Lease lease = holder.template()
                .acquire(LockRequest.of("a").ttl(Duration.ofSeconds(2)).renew(true));
        Await.value(other.store().forceRelease("a"));

        Await.until(
                Duration.ofSeconds(10), () -> lease.lost().toCompletableFuture().isDone());

        assertThat(Await.value(lease.lost()).getMessage()).contains("the store no longer knows it");
    }

    @Test
    void atItsReleaseOtherwiseAndAnothersLockIsLeftAlone() {
        Lease lease = holder.template().acquire(LASTING);
        Await.value(other.store().forceRelease("a"));
        assertThat(lease.isValid()).isTrue();

        try (Lease theirs = other.template().acquire(LASTING)) {
            lease.close();

            assertThat(Await.value(lease.lost())).isNotNull();
            assertThat(Await.value(other.store().inspect("a")).held()).isTrue();
            assertThat(theirs.fencingToken()).isGreaterThan(lease.fencingToken());
        }
    }

    @Test
    void aMessageThatIsNotTrueTakesNothing() {
        listen();
        Lease lease = holder.template().acquire(LASTING);
        String owner = server.command("GET", "lock:{a}");

        server.command("PUBLISH", "lock:wake:" + owner.replaceAll(".*@", ""), "lock:{a} " + owner + " !1");

        Await.pass(Duration.ofMillis(300));
        assertThat(lease.isValid()).isTrue();
        assertThat(Long.parseLong(server.command("PTTL", "lock:{a}")))
                .as("it prolongs nothing either")
                .isLessThan(Duration.ofMinutes(5).toMillis());
        lease.close();
    }

    @Test
    void aLongForeignValueDoesNotHoldRedisUp() {
        server.command("SET", "lock:{a}", "@" + "x".repeat(100_000) + "@", "PX", "60000");

        assertThat(Await.value(other.store().forceRelease("a")).wasHeld()).isTrue();
        assertThat(server.command("EXISTS", "lock:{a}")).isEqualTo("0");
    }

    /** Whoever has had to wait once listens. */
    private void listen() {
        try (Lease lease = other.template().acquire(LockRequest.of("b"))) {
            CompletableFuture<Lease> waiting = holder.template()
                    .acquireAsync(LockRequest.of("b").waitTime(Duration.ofMinutes(1)))
                    .toCompletableFuture();
            Await.until(() -> server.command("PUBSUB", "CHANNELS").contains("lock:"));
            waiting.cancel(true);
        }
    }
}

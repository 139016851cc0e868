package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LockDefaults;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis stands still, dies and comes back: a call ends in its time, the method does not run, nothing is left. */
class RedisOutageTests {

    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(200);

    private static final LockDefaults DEFAULTS =
            new LockDefaults(Duration.ofSeconds(30), 20, Duration.ofMillis(50), Duration.ofHours(1), COMMAND_TIMEOUT);

    /** Gives up after 30 ms. */
    private static final LockDefaults IMPATIENT = new LockDefaults(
            Duration.ofMinutes(1), 0, Duration.ofMillis(50), Duration.ofHours(1), Duration.ofMillis(30));

    private static final LockRequest REQUEST = LockRequest.of("a").waitTime(Duration.ofMillis(400));

    private final RedisServer server = RedisServer.start();

    private final RedisLocks locks = new RedisLocks(server, DEFAULTS);

    @AfterEach
    void end() {
        locks.close();
        server.close();
    }

    @Test
    void aCallEndsInItsTimeWhenRedisStandsStillAndTheNextSucceedsWhenItGoesOn() {
        warmUp();
        server.suspend();

        assertUnavailableInTime();
        server.resume();

        nextCallSucceeds();
        Await.until(() -> TestRedis.lockKeys(server).isEmpty());
    }

    @Test
    void aCallEndsInItsTimeWhenRedisIsDeadAndTheNextSucceedsWhenItIsBack() {
        warmUp();
        server.kill();

        assertUnavailableInTime();
        server.restart();

        nextCallSucceeds();
        Await.until(() -> TestRedis.lockKeys(server).isEmpty());
    }

    @Test
    void theVeryFirstCallEndsInItsTimeToo() {
        server.suspend();

        assertUnavailableInTime();
        server.resume();

        nextCallSucceeds();
    }

    @Test
    void theCallerGoesOnWhenAReleaseIsNotAnswered() {
        warmUp();
        long began = System.nanoTime();

        String result = locks.template().execute(REQUEST, lease -> {
            server.suspend();
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(since(began)).isLessThan(COMMAND_TIMEOUT.plusMillis(800));
        server.resume();
        Await.until(() -> TestRedis.lockKeys(server).isEmpty());
    }

    @Test
    @Tag("many-rounds")
    void anAcquireWhoseReplyWasLostLeavesNoLock() {
        try (RedisLocks impatient = new RedisLocks(server, IMPATIENT)) {
            assertNoLockIsLeftAfterLostReplies(impatient, Rounds.of(40, 200));
        }
    }

    @Test
    @Tag("many-rounds")
    void neitherDoesOneOfAClientThatGaveUpItsConnection() {
        try (RedisLocks impatient = new RedisLocks(TestRedis.jedis(server, Duration.ofMillis(20)), IMPATIENT)) {
            assertNoLockIsLeftAfterLostReplies(impatient, Rounds.of(10, 50));
        }
    }

    @Test
    void anAcquireThatIsInterruptedBeforeItsReplyLeavesNoLock() throws Exception {
        warmUp();
        for (int i = 0; i < 20; i++) {
            server.suspend();
            Thread caller =
                    new Thread(() -> assertThatThrownBy(() -> locks.template().acquire(REQUEST))
                            .isInstanceOf(LockInterruptedException.class));
            caller.start();
            Await.until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            caller.interrupt();
            caller.join(5_000);
            server.resume();

            Await.until(Duration.ofSeconds(1), () -> TestRedis.lockKeys(server).isEmpty());
        }
    }

    private void assertNoLockIsLeftAfterLostReplies(RedisLocks impatient, int rounds) {
        impatient
                .template()
                .acquire(LockRequest.of("warm-up").waitTime(Duration.ofSeconds(5)))
                .close();
        for (int i = 0; i < rounds; i++) {
            LockRequest request = LockRequest.of("lost-" + i % 7);
            server.suspend();
            assertThatThrownBy(() -> impatient.template().acquire(request)).isInstanceOf(LockStoreException.class);
            server.resume();

            Await.until(Duration.ofSeconds(1), () -> TestRedis.lockKeys(server).isEmpty());
        }
    }

    private void warmUp() {
        locks.template()
                .acquire(LockRequest.of("warm-up").waitTime(Duration.ofSeconds(5)))
                .close();
    }

    private void assertUnavailableInTime() {
        AtomicBoolean ran = new AtomicBoolean();
        long began = System.nanoTime();

        LockStoreException unavailable = catchThrowableOfType(
                LockStoreException.class,
                () -> locks.template().execute(REQUEST, lease -> {
                    ran.set(true);
                    return null;
                }));

        Duration took = since(began);
        assertThat(unavailable).isNotNull().hasMessageContaining("Check that Redis is up and reachable");
        assertThat(ran).isFalse();
        // The rest is what two busy cores may take from a thread.
        assertThat(took).isLessThan(Duration.ofMillis(400).plus(COMMAND_TIMEOUT).plusMillis(250));
    }

    private void nextCallSucceeds() {
        try (Lease lease = locks.template().acquire(LockRequest.of("a").waitTime(Duration.ofSeconds(10)))) {
            assertThat(lease.isValid()).isTrue();
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}

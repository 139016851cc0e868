package io.github.lockstarter.torture.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Refusal;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.worker.Held;
import io.github.lockstarter.torture.worker.Locking;
import io.github.lockstarter.torture.worker.NotGranted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each library does what a lock is for, in words that all have. */
@Tag("in-ci")
class PeerTests {

    private static final Key KEY = Workload.RAW.key(0);

    private static final Key OTHER_KEY = Workload.RAW.key(1);
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(8);

    private static @Nullable RedisServer redis;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    void excludesLetsGoAndTellsWhyItDidNotGrant(Peer peer) throws Exception {
        redis.command("FLUSHALL");
        try (Locking locking = peer.open(redis.port())) {
            // The first call of a client connects, and loads classes.
            await().ignoreException(NotGranted.class).until(() -> {
                locking.acquire(OTHER_KEY, TTL, LONG).release();
                return true;
            });
            long before = System.nanoTime();
            Held held = locking.acquire(KEY, TTL, SHORT);

            assertThat(held.isValid()).isTrue();
            assertThat(held.deadline() - before).isBetween(TTL.toNanos() / 2, TTL.toNanos());
            assertThat(held.fencingToken() > 0).isEqualTo(peer.isFenced());
            assertThat(new Attempt(locking, SHORT).refusal()).isEqualTo(Refusal.BUSY);
            Attempt waiting = new Attempt(locking, LONG);
            waiting.interruptAfterAMoment();
            // lock4j tells of an interrupt as of a fault.
            assertThat(waiting.refusal()).isEqualTo(peer == Peer.LOCK4J ? Refusal.UNAVAILABLE : Refusal.INTERRUPTED);
            held.release();
            assertThat(new Attempt(locking, LONG).refusal()).isNull();
            assertThat(redis.command("KEYS", "*").lines()).allMatch(key -> key.isEmpty() || peer.isBookkeeping(key));
        }
    }

    /** Another thread that wants the lock, and releases it at once. */
    private static final class Attempt {

        private final CompletableFuture<@Nullable Refusal> end = new CompletableFuture<>();

        private final Thread thread;

        Attempt(Locking locking, Duration waitTime) {
            thread = new Thread(() -> {
                try {
                    locking.acquire(KEY, TTL, waitTime).release();
                    end.complete(null);
                } catch (NotGranted e) {
                    end.complete(e.refusal());
                } catch (Throwable e) {
                    end.completeExceptionally(e);
                }
            });
            thread.start();
        }

        void interruptAfterAMoment() throws InterruptedException {
            thread.join(SHORT.toMillis());
            thread.interrupt();
        }

        @Nullable
        Refusal refusal() throws Exception {
            return end.get(LONG.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}

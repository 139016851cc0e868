package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ShutdownTests {

    private static final int CONTEXTS = Rounds.of(20, 100);

    /** What ended a thread of the load, other than that the locks had stopped. */
    private static final List<Throwable> UNEXPECTED = new CopyOnWriteArrayList<>();

    @Test
    @Tag("many-rounds")
    void closingUnderLoadLeavesNoKeyOfAMethodThatEndedAndNoThread() {
        RedisServer server = TestRedis.empty();
        AtomicInteger locked = new AtomicInteger();
        for (int i = 0; i < CONTEXTS; i++) {
            closeUnderLoad(server, locked);
        }
        assertThat(locked).hasValueGreaterThan(50 * CONTEXTS);
        assertThat(UNEXPECTED).isEmpty();
        Await.until(() -> threadsOfOurs().isEmpty());
    }

    @Test
    void aLockWhoseMethodStillRunsIsLeftToItsTtl() {
        RedisServer server = TestRedis.empty();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AtomicReference<Thread> running = new AtomicReference<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Contexts.onRedis(server).run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            Thread thread = new Thread(() -> {
                try {
                    locks.execute(LockRequest.of("a").ttl(Duration.ofSeconds(30)), lease -> {
                        entered.countDown();
                        return closed.await(10, TimeUnit.SECONDS);
                    });
                } catch (Throwable e) {
                    seen.set(e);
                }
            });
            running.set(thread);
            thread.start();
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        });
        assertThat(TestRedis.lockKeys(server)).containsExactly("lock:{a}");

        closed.countDown();
        Await.until(() -> !running.get().isAlive());
        assertThat(seen).hasNullValue();
        assertThat(server.command("PTTL", "lock:{a}")).isNotEqualTo("-1");
    }

    private static void closeUnderLoad(RedisServer server, AtomicInteger locked) {
        Set<String> running = ConcurrentHashMap.newKeySet();
        Set<String> runningWhenStopped = ConcurrentHashMap.newKeySet();
        List<Thread> load = new ArrayList<>();
        Granted granted = new Granted(running);
        Contexts.onRedis(server).withBean(Granted.class, () -> granted).run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            CountDownLatch underWay = new CountDownLatch(50);
            for (int t = 0; t < 8; t++) {
                String key = "k" + t;
                Thread thread = new Thread(() -> underLoad(locks, key, running, underWay, locked));
                load.add(thread);
                thread.start();
            }
            assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();
            // Noted after the locks have stopped and before their connections go.
            context.getSourceApplicationContext()
                    .getBeanFactory()
                    .registerSingleton("noting", new NotingLifecycle(() -> runningWhenStopped.addAll(running)));
        });
        load.forEach(ShutdownTests::join);
        // That a release that was sent is waited for: LateAnswerTests.
        for (String key : TestRedis.lockKeys(server)) {
            assertThat(runningWhenStopped).contains(key.substring("lock:{".length(), key.length() - 1));
        }
        server.command("FLUSHALL");
    }

    private static void underLoad(
            LockOperations locks, String key, Set<String> running, CountDownLatch underWay, AtomicInteger locked) {
        try {
            while (true) {
                locks.execute(LockRequest.of(key).retryDelay(Duration.ofMillis(2)), lease -> {
                    locked.incrementAndGet();
                    underWay.countDown();
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(3_000_000));
                    return null;
                });
                running.remove(key);
            }
        } catch (LockStoreException stopped) {
            // As it should be: nothing is granted any more.
        } catch (Throwable e) {
            UNEXPECTED.add(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).isFalse();
    }

    private static List<String> threadsOfOurs() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("lock-starter"))
                .toList();
    }

    /** A call runs from its grant until it has returned. */
    private record Granted(Set<String> running) implements LockListener {

        @Override
        public void acquired(Lease lease, int attempts, long waitedNanos) {
            running.addAll(lease.keys());
        }
    }
}

package io.github.lockstarter.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Waits that end around the moment of their grant, by time or by interrupt. */
@Tag("many-rounds")
class StormTests {

    private static final int INSTANCES = 3;

    private static final int THREADS = 4;

    private final RedisServer server = TestRedis.empty();

    private final List<RedisLocks> instances =
            List.of(new RedisLocks(server), new RedisLocks(server), new RedisLocks(server));

    private final AtomicInteger inside = new AtomicInteger();

    private final AtomicInteger overlaps = new AtomicInteger();

    private final AtomicInteger granted = new AtomicInteger();

    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void end() {
        instances.forEach(RedisLocks::close);
    }

    @Test
    void waitsThatTimeOutLeaveNothingAndNobodyComesInBesides() throws Exception {
        int wanted = Rounds.of(2_000, 50_000);

        storm(() -> ended.get() < wanted, this::waitBriefly);

        assertNothingIsLeft();
        Figures.print(
                "waits that timed out: %d, grants meanwhile: %d, overlaps %s", ended.get(), granted.get(), overlaps);
    }

    @Test
    void norDoWaitsThatAreInterrupted() throws Exception {
        int wanted = Rounds.of(600, 10_000);
        storm(() -> ended.get() < wanted, locks -> {
            Thread call = new Thread(() -> waitLong(locks));
            call.start();
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_500_000));
            call.interrupt();
            call.join(10_000);
            assertThat(call.isAlive()).isFalse();
        });

        assertNothingIsLeft();
        Figures.print(
                "waits that were interrupted: %d, grants meanwhile: %d, overlaps %s",
                ended.get(), granted.get(), overlaps);
    }

    private void waitBriefly(RedisLocks locks) {
        Duration wait = Duration.ofNanos(1 + ThreadLocalRandom.current().nextLong(2_000_000));
        try (Lease lease = locks.template().acquire(LockRequest.of("a").waitTime(wait))) {
            section();
        } catch (LockNotAcquiredException busy) {
            ended.incrementAndGet();
        }
    }

    private void waitLong(RedisLocks locks) {
        try (Lease lease = locks.template().acquire(LockRequest.of("a").waitTime(Duration.ofSeconds(20)))) {
            section();
        } catch (LockInterruptedException interrupted) {
            ended.incrementAndGet();
        }
    }

    private void section() {
        overlaps.addAndGet(inside.getAndIncrement());
        granted.incrementAndGet();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000));
        inside.decrementAndGet();
    }

    private void storm(Condition more, Call call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(INSTANCES * THREADS);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < INSTANCES * THREADS; i++) {
                RedisLocks locks = instances.get(i % INSTANCES);
                runs.add(pool.submit(() -> {
                    while (more.holds()) {
                        call.run(locks);
                    }
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(300, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void assertNothingIsLeft() {
        assertThat(overlaps).hasValue(0);
        assertThat(granted).hasPositiveValue();
        // Well within the ttl: what is left is given back, not left to expire.
        Await.until(Duration.ofSeconds(2), () -> TestRedis.lockKeys(server).isEmpty());
    }

    private interface Condition {

        boolean holds();
    }

    private interface Call {

        void run(RedisLocks locks) throws Exception;
    }
}

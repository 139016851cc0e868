package io.github.lockstarter.line;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Threads of several instances, each of which is to Redis what a JVM is, that want one lock all the while. */
final class Contenders implements AutoCloseable {

    private static final LockRequest REQUEST = LockRequest.of("contended").waitTime(Duration.ofSeconds(60));

    private final RedisServer server;

    private final int threads;

    private final List<RedisLocks> instances = new ArrayList<>();

    private final AtomicInteger inside = new AtomicInteger();

    private int last = -1;

    private int sections;

    private int changes;

    private int overlaps;

    Contenders(int instances, int threads) {
        this.server = TestRedis.empty();
        this.threads = threads;
        for (int i = 0; i < instances; i++) {
            this.instances.add(new RedisLocks(server));
        }
    }

    /**
     * Runs as many sections; the one before, which makes connections and subscriptions, does not count.
     *
     * @param wanted at least as many sections; a few more come of those who stand in line then
     */
    Count run(int wanted, Duration length) throws Exception {
        contend(instances.size() * threads * 4, Duration.ofMillis(1));
        sections = 0;
        changes = 0;
        server.command("CONFIG", "RESETSTAT");
        contend(wanted, length);
        return new Count(sections, changes, Commands.counted(server), overlaps);
    }

    private void contend(int wanted, Duration length) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(instances.size() * threads);
        CountDownLatch together = new CountDownLatch(instances.size() * threads);
        List<Future<?>> runs = new ArrayList<>();
        try {
            for (int i = 0; i < instances.size() * threads; i++) {
                int instance = i % instances.size();
                runs.add(pool.submit(() -> {
                    together.countDown();
                    together.await();
                    boolean more = true;
                    while (more) {
                        try (Lease lease = instances.get(instance).template().acquire(REQUEST)) {
                            more = section(instance, wanted, length);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(120, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** What it counts needs no other protection than the lock. */
    private boolean section(int instance, int wanted, Duration length) {
        overlaps += inside.getAndIncrement();
        sections++;
        changes += last == instance ? 0 : 1;
        last = instance;
        LockSupport.parkNanos(length.toNanos());
        inside.decrementAndGet();
        return sections < wanted;
    }

    @Override
    public void close() {
        instances.forEach(RedisLocks::close);
    }

    /**
     * @param changes how often another instance had the lock before
     * @param commands what the clients sent
     * @param overlaps how many were inside when another came in
     */
    record Count(int sections, int changes, int commands, int overlaps) {

        double perSection() {
            return (double) commands / sections;
        }
    }
}

package io.github.lockstarter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many keys there are, what is counted, kept in memory and kept in Redis stays as it is. */
class MetricsTests {

    private static final int KEYS = 100_000;

    private static final int ACQUISITIONS = "all".equals(System.getProperty("rounds")) ? 1_000_000 : KEYS;

    private final RedisServer redis = RedisServer.start();

    @AfterEach
    void end() {
        redis.close();
    }

    @Test
    void manyKeysMakeFewTimeSeriesNoHeapAndNothingInRedisThatStays() throws Exception {
        try (Shop shop =
                Shop.start(redis, List.of(), "distributed-lock.redis.fence-ttl=1s", "distributed-lock.ttl=500ms")) {
            LockOperations locks = shop.context().getBean(LockOperations.class);
            acquire(locks, 10_000);
            Polling.until(() -> redis.command("DBSIZE").equals("0"));
            long redisBefore = redisMemory();
            long heapBefore = heap();

            acquire(locks, ACQUISITIONS);
            long most = redisMemory();
            long heapAfter = heap();
            Polling.until(() -> redis.command("DBSIZE").equals("0"));

            long redisAfter = redisMemory();
            List<String> meters = shop.context().getBean(MeterRegistry.class).getMeters().stream()
                    .map(meter -> meter.getId().toString())
                    .filter(id -> id.contains("distributed.lock"))
                    .toList();
            List<String> lines = shop.send("GET", "/actuator/prometheus", "admin")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("distributed_lock"))
                    .toList();
            lines.forEach(line -> System.out.println("figure: " + line));
            System.out.printf(
                    "figure: %d acquisitions of %d keys: %d meters, %d time series; heap %,d -> %,d bytes; Redis %,d -> %,d -> %,d bytes%n",
                    ACQUISITIONS,
                    KEYS,
                    meters.size(),
                    lines.size(),
                    heapBefore,
                    heapAfter,
                    redisBefore,
                    most,
                    redisAfter);
            assertThat(lines).isNotEmpty().hasSizeLessThanOrEqualTo(20).noneMatch(line -> line.contains("item:"));
            assertThat(heapAfter - heapBefore).isLessThan(5_000_000);
            assertThat(redisAfter - redisBefore).isLessThan(500_000);
        }
    }

    @Test
    void heldWaitingAndHandedOverAreCounted() throws Exception {
        try (Shop shop = Shop.start(redis, List.of())) {
            LockOperations locks = shop.context().getBean(LockOperations.class);
            MeterRegistry meters = shop.context().getBean(MeterRegistry.class);
            LockRequest request = LockRequest.of("a").waitTime(Duration.ofSeconds(30));
            Lease lease = locks.acquire(request);
            Future<Lease> waiting = locks.acquireAsync(request).toCompletableFuture();
            Polling.until(() -> meters.get("distributed.lock.waiting").gauge().value() == 1);
            assertThat(meters.get("distributed.lock.held").gauge().value()).isEqualTo(1);

            lease.close();
            waiting.get().close();

            // One that has not come to stand in line yet is handed nothing.
            Polling.until(() -> {
                Lease next = locks.acquire(request);
                Future<Lease> behind = locks.acquireAsync(request).toCompletableFuture();
                next.close();
                behind.get().close();
                return meters.get("distributed.lock.handovers")
                                .functionCounter()
                                .count()
                        > 0;
            });
            Polling.until(() -> meters.get("distributed.lock.waiting").gauge().value() == 0
                    && meters.get("distributed.lock.held").gauge().value() == 0);
            Lease lost = locks.acquire(LockRequest.of("b").ttl(Duration.ofMillis(100)));
            Polling.until(() -> meters.find("distributed.lock.lost").counter() != null);
            assertThat(lost.isValid()).isFalse();
            assertThat(meters.get("distributed.lock.lost")
                            .tag("reason", "expired")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    private static void acquire(LockOperations locks, int times) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                runs.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                        locks.execute(LockRequest.of("item:" + i % KEYS).name("Items-place"), lease -> true);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static long heap() throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private long redisMemory() {
        return redis.command("INFO", "memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring(12).strip()))
                .findFirst()
                .orElseThrow();
    }
}

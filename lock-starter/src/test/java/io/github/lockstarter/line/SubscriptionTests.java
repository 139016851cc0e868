package io.github.lockstarter.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wake-ups come by a connection that may break, be refused, or bring nonsense: nobody depends on it. */
class SubscriptionTests {

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private static final LockRequest REQUEST =
            LockRequest.of("a").waitTime(Duration.ofSeconds(20)).retryDelay(RETRY_DELAY);

    private final RedisServer server = RedisServer.start();

    private final List<RedisLocks> instances = new ArrayList<>();

    @AfterEach
    void end() {
        instances.forEach(RedisLocks::close);
        server.close();
    }

    @Test
    void isMadeWhenSomebodyHasToWaitAndNotBefore() {
        RedisLocks here = instance();
        for (int i = 0; i < 10; i++) {
            here.template().acquire(REQUEST).close();
        }
        assertThat(subscriptions()).isZero();

        Lease held = instance().template().acquire(REQUEST);
        CompletableFuture<Lease> waiting =
                CompletableFuture.supplyAsync(() -> here.template().acquire(REQUEST));
        Await.until(() -> subscriptions() == 1);
        held.close();

        Await.value(waiting).close();
    }

    @Test
    void wakesOneWhoWouldLookMuchLater() {
        LockRequest patient = REQUEST.retryDelay(Duration.ofSeconds(20));
        Lease held = instance().template().acquire(patient);
        RedisLocks here = instance();
        CompletableFuture<Long> had = CompletableFuture.supplyAsync(() -> {
            try (Lease lease = here.template().acquire(patient)) {
                return System.nanoTime();
            }
        });
        Await.until(() -> "1".equals(server.command("ZCARD", "lock:queue:{a}")));

        long released = System.nanoTime();
        held.close();

        // Without, a second: see Line.RESERVATION.
        assertThat(Duration.ofNanos(Await.value(had) - released)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void isMadeAgainAfterRedisWasGone() {
        RedisLocks here = instance();
        contendOnce(here);
        server.kill();
        server.restart();

        Await.until(Duration.ofSeconds(20), () -> {
            contendOnce(here);
            return subscriptions() >= 1;
        });
    }

    @Test
    void brokenAllTheWhileCostsNobodyMoreThanARetryDelay() throws Exception {
        List<Long> gaps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            instance();
        }
        instances.forEach(this::contendOnce);
        long[] released = {System.nanoTime()};
        long end = System.nanoTime() + Duration.ofSeconds(Rounds.of(2, 20)).toNanos();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Future<?>> runs = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                RedisLocks locks = instances.get(i % 3);
                runs.add(pool.submit(() -> {
                    while (System.nanoTime() - end < 0) {
                        Lease lease = locks.template().acquire(REQUEST);
                        // What follows is guarded by the lock.
                        gaps.add(System.nanoTime() - released[0]);
                        LockSupport.parkNanos(1_000_000);
                        released[0] = System.nanoTime();
                        lease.close();
                    }
                }));
            }
            int kills = 0;
            while (System.nanoTime() - end < 0) {
                kills += Integer.parseInt(server.command("CLIENT", "KILL", "TYPE", "pubsub"));
                LockSupport.parkNanos(4_000_000);
            }
            for (Future<?> run : runs) {
                run.get(30, TimeUnit.SECONDS);
            }
            Figures.print(
                    "subscriptions killed: %d, grants: %d, from a release to the next grant %s",
                    kills, gaps.size(), Figures.millis(gaps));
            assertThat(kills).isPositive();
        } finally {
            pool.shutdownNow();
        }
        // The retry delay and 100 ms, and what two busy cores may take; a second where somebody is not looked after.
        assertThat(gaps).allMatch(gap -> gap < TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void thatIsNotAllowedLeavesThoseWhoWaitToLookByThemselves() {
        server.command("ACL", "SETUSER", "default", "resetchannels");
        RedisLocks here = instance();
        Lease held = instance().template().acquire(REQUEST);
        CompletableFuture<Lease> waiting =
                CompletableFuture.supplyAsync(() -> here.template().acquire(REQUEST));
        Await.until(() -> server.command("ZRANGE", "lock:queue:{a}", "0", "-1").contains("@!"));

        held.close();

        Await.value(waiting).close();
    }

    @Test
    void thatBringsNonsenseHarmsNothing() {
        RedisLocks here = instance();
        Lease held = instance().template().acquire(REQUEST);
        CompletableFuture<Lease> waiting =
                CompletableFuture.supplyAsync(() -> here.template().acquire(REQUEST));
        Await.until(() -> subscriptions() == 1);
        String channel = server.command("PUBSUB", "CHANNELS", "*");
        String ticket = server.command("ZRANGE", "lock:queue:{a}", "0", "-1");
        for (String message : List.of("", " ", "x", "lock:{a} x y", "lock:{a} " + ticket + " 1", ticket, "a b c d")) {
            server.command("PUBLISH", channel, message);
        }
        assertThat(waiting).isNotDone();

        held.close();

        Await.value(waiting).close();
        Await.until(() -> TestRedis.lockKeys(server).isEmpty());
    }

    private RedisLocks instance() {
        RedisLocks locks = new RedisLocks(server);
        instances.add(locks);
        return locks;
    }

    private void contendOnce(RedisLocks here) {
        server.command("SET", "lock:{b}", "0123@another", "PX", "150");
        here.template().acquire(REQUEST.keys(List.of("b"))).close();
    }

    private int subscriptions() {
        return (int) server.command("CLIENT", "LIST", "TYPE", "pubsub")
                .lines()
                .filter(line -> !line.isBlank())
                .count();
    }
}

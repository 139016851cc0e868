package io.github.lockstarter.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SHARED and EXCLUSIVE calls of two instances, each of which is to Redis what a JVM is, for one key. */
@Tag("boot3-in-ci")
@Timeout(60)
class SharedLocksTests {

    private static final LockRequest EXCLUSIVE =
            LockRequest.of("a").waitTime(Duration.ofSeconds(30)).ttl(Duration.ofSeconds(20));

    private static final LockRequest SHARED = EXCLUSIVE.mode(LockMode.SHARED);

    private final RedisServer server = TestRedis.empty();

    private final RedisLocks one = new RedisLocks(server);

    private final RedisLocks other = new RedisLocks(server);

    private final ExecutorService pool = Executors.newCachedThreadPool();

    @BeforeEach
    void begin() {
        one.warm();
        other.warm();
    }

    @AfterEach
    void end() {
        pool.shutdownNow();
        one.close();
        other.close();
    }

    @Test
    void sharedCallsOfOneJvmAndOfOthersHoldTheLockAtOnceAndAnExclusiveOneWaitsForAll() throws Exception {
        Lease first = one.template().acquire(SHARED);
        Lease second = one.template().acquire(SHARED);
        Lease third = other.template().acquire(SHARED);
        assertThat(second.fencingToken()).isEqualTo(first.fencingToken());
        assertThat(one.template().tryAcquire(EXCLUSIVE)).isEmpty();
        Future<Long> exclusive = pool.submit(() -> one.template().execute(EXCLUSIVE, Lease::fencingToken));
        awaitInLine(1);

        first.close();
        second.close();
        assertThat(exclusive).isNotDone();
        third.close();

        assertThat(exclusive.get()).isGreaterThan(first.fencingToken());
        assertThat(server.command("KEYS", "lock:*"))
                .doesNotContain("lock:holders")
                .doesNotContain("lock:{a}");
    }

    @Test
    void aWaitingExclusiveCallHoldsBackSharedOnesOfItsOwnJvmAndOfOthers() throws Exception {
        Lease held = one.template().acquire(SHARED);
        Future<Lease> exclusive = pool.submit(() -> one.template().acquire(EXCLUSIVE));
        awaitInLine(1);

        Future<Lease> sameJvm = pool.submit(() -> one.template().acquire(SHARED));
        Future<Lease> anotherJvm = pool.submit(() -> other.template().acquire(SHARED));
        awaitInLine(3);
        assertThat(one.template().tryAcquire(SHARED)).isEmpty();
        held.close();

        Lease alone = exclusive.get();
        assertThat(sameJvm).isNotDone();
        assertThat(anotherJvm).isNotDone();
        alone.close();
        sameJvm.get().close();
        anotherJvm.get().close();
    }

    @Test
    void manySharedCallsOfOneJvmThatWaitedAllGetItBeforeTheExclusiveOneThatCameLater() throws Exception {
        Lease alone = one.template().acquire(EXCLUSIVE);
        AtomicInteger inside = new AtomicInteger();
        CompletableFuture<Void> leave = new CompletableFuture<>();
        List<Future<?>> shared = IntStream.range(0, 12)
                .<Future<?>>mapToObj(i -> pool.submit(() -> other.template().execute(SHARED, lease -> {
                    inside.incrementAndGet();
                    return leave.get();
                })))
                .toList();
        Await.until(() -> other.template().here().waitingCount() == 12);
        awaitInLine(1);
        Future<Integer> exclusive = pool.submit(() -> one.template().execute(EXCLUSIVE, lease -> inside.get()));
        Await.until(() -> one.template().here().waitingCount() == 1);

        alone.close();

        Await.until(() -> inside.get() == 12);
        assertThat(exclusive).isNotDone();
        leave.complete(null);
        for (Future<?> each : shared) {
            each.get();
        }
        assertThat(exclusive.get()).isEqualTo(12);
    }

    @Test
    void aStreamOfSharedCallsThatNeverEndsLetsAnExclusiveOneIn() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger sections = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            RedisLocks locks = i % 2 == 0 ? one : other;
            pool.submit(() -> endless(locks, SHARED, stop, sections));
        }
        Await.until(() -> sections.get() > 20);

        List<Integer> overtaking = overtaking(EXCLUSIVE, sections);
        stop.set(true);

        // Those who were inside, and those whose command was on its way.
        assertThat(overtaking).anyMatch(number -> number < 60);
    }

    @Test
    void aStreamOfExclusiveCallsThatNeverEndsLetsASharedOneIn() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger sections = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            RedisLocks locks = i % 2 == 0 ? one : other;
            pool.submit(() -> endless(locks, EXCLUSIVE, stop, sections));
        }
        Await.until(() -> sections.get() > 20);

        List<Integer> overtaking = overtaking(SHARED, sections);
        stop.set(true);

        // Those in line before it, a turn for each of the two instances.
        assertThat(overtaking).anyMatch(number -> number < 60);
    }

    /** How many sections came first, each of ten times. The first waits look by themselves: only then are there hints. */
    private List<Integer> overtaking(LockRequest request, AtomicInteger sections) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int before = sections.get();
            numbers.add(pool.submit(() -> one.template().execute(request, lease -> sections.get()))
                            .get(10, TimeUnit.SECONDS)
                    - before);
        }
        return numbers;
    }

    @Test
    void oneWhoDiesWhileItWaitsForItselfHoldsSharedCallsBackForThreeSecondsAtMost() {
        Lease held = one.template().acquire(SHARED);
        // As if a JVM had asked for it and died: nobody looks again. Deaf, so that nobody could know.
        String now = server.command("TIME").lines().findFirst().orElseThrow();
        server.command("ZADD", "lock:queue:{a}", now + "000000", "0123@!dead");
        String mark = server.command("GET", "lock:{a}");
        long until = (Long.parseLong(now) + 3) * 1000;
        server.command("SET", "lock:{a}", mark.replaceFirst(":\\d+@", ":" + until + "@"), "KEEPTTL");

        assertThat(other.template().tryAcquire(SHARED)).isEmpty();
        long began = System.nanoTime();
        try (Lease beside = other.template().acquire(SHARED)) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(held.isValid()).isTrue();
        }
        held.close();
    }

    @Test
    void aSharedLeaseIsRenewedAndLostLikeAnyOther() {
        LockRequest brief = SHARED.ttl(Duration.ofMillis(600)).renew(true);
        Lease renewed = one.template().acquire(brief);
        Lease another = other.template().acquire(SHARED);
        Await.pass(Duration.ofMillis(900));
        assertThat(renewed.isValid()).isTrue();

        String holders = server.command("ZRANGE", "lock:holders:{a}", "0", "0");
        server.command("ZREM", "lock:holders:{a}", holders);

        LeaseLostException lost = Await.value(renewed.lost());
        assertThat(lost.reason()).isEqualTo(LeaseLostException.Reason.REFUSED);
        assertThat(another.isValid()).isTrue();
        another.close();
        renewed.close();
    }

    @Test
    void releasedByForceAllHoldersLoseIt() {
        Lease first = one.template().acquire(SHARED.renew(true));
        Lease second = other.template().acquire(SHARED.renew(true));
        // Hints come in from the first wait on.
        assertThatThrownBy(() -> one.template().acquire(EXCLUSIVE.waitTime(Duration.ofMillis(300))))
                .isInstanceOf(LockNotAcquiredException.class);

        Await.value(one.store().forceRelease("a"));

        try (Lease alone = one.template().acquire(EXCLUSIVE)) {
            Await.value(first.lost());
            assertThat(alone.isValid()).isTrue();
        }
        first.close();
        second.close();
    }

    @Test
    void whoHeldALockThatWasDeletedByHandHoldsItNoMore() {
        Lease lease = one.template().acquire(SHARED.renew(true).ttl(Duration.ofMillis(900)));
        server.command("DEL", "lock:{a}");

        assertThat(Await.value(lease.lost()).reason()).isEqualTo(LeaseLostException.Reason.REFUSED);
        lease.close();
    }

    @Test
    void neitherThoughOthersDo() {
        Lease before = one.template().acquire(SHARED.renew(true).ttl(Duration.ofMillis(900)));
        server.command("DEL", "lock:{a}");

        try (Lease after = other.template().acquire(SHARED)) {
            LeaseLostException lost = Await.value(before.lost());
            assertThat(lost.reason()).isEqualTo(LeaseLostException.Reason.REFUSED);
            assertThat(after.isValid()).isTrue();
        }
        before.close();
    }

    @Test
    void uncontendedItCostsTwoCommands() {
        one.template().acquire(SHARED).close();
        server.command("CONFIG", "RESETSTAT");

        for (int i = 0; i < 10; i++) {
            one.template().acquire(SHARED).close();
        }

        assertThat(server.command("INFO", "commandstats")).contains("cmdstat_evalsha:calls=20,");
    }

    private static void endless(RedisLocks locks, LockRequest request, AtomicBoolean stop, AtomicInteger sections) {
        while (!stop.get()) {
            locks.template().execute(request, lease -> {
                Await.pass(Duration.ofMillis(2));
                return sections.incrementAndGet();
            });
        }
    }

    private void awaitInLine(int waiting) {
        Await.until(() -> server.command("ZCARD", "lock:queue:{a}").equals(Integer.toString(waiting)));
    }
}

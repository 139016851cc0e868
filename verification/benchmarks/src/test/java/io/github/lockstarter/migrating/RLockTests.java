package io.github.lockstarter.migrating;

import static io.github.lockstarter.migrating.Side.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RFencedLock;
import org.redisson.api.RLock;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RReadWriteLock;
import org.redisson.api.RSemaphore;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

@Tag("in-ci")
class RLockTests {

    private static @Nullable Side side;

    private static volatile Visits visits = new Visits();

    private RedissonClient redisson;

    private LockOperations locks;

    @BeforeAll
    static void start() {
        side = new Side(BidsInBoth.class, Bids.class, Reports.class);
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @BeforeEach
    void forgetAllLocks() {
        side.redis.command("FLUSHALL");
        visits = new Visits();
        redisson = side.redisson;
        locks = side.locks();
    }

    @Test
    void theOldAndTheNewDoNotExcludeEachOther() {
        assertThat(visits.bothGetIn(
                        () -> new BidsBefore(redisson).placeBid("a1", 120),
                        () -> side.bean(Bids.class).placeBid("a1", 130)))
                .isTrue();
    }

    @Test
    void theReleaseBetweenExcludesBoth() {
        assertThat(visits.bothGetIn(
                        () -> new BidsBefore(redisson).placeBid("a1", 120),
                        () -> side.bean(BidsInBoth.class).placeBid("a1", 130)))
                .isFalse();
        visits = new Visits();
        assertThat(visits.bothGetIn(
                        () -> side.bean(BidsInBoth.class).placeBid("a1", 120),
                        () -> side.bean(Bids.class).placeBid("a1", 130)))
                .isFalse();
        visits = new Visits();
        assertThat(visits.bothGetIn(
                        () -> side.bean(BidsInBoth.class).placeBid("a1", 120),
                        () -> side.bean(BidsInBoth.class).placeBid("a1", 130)))
                .isFalse();
    }

    @Nested
    class AnRLock {

        @Test
        void isRenewedIfNothingIsSaidOfALeaseThoughItsThreadHasEnded() throws Exception {
            Config config = new Config().setLockWatchdogTimeout(3000);
            config.useSingleServer().setAddress("redis://127.0.0.1:" + side.redis.port());
            RedissonClient impatient = Redisson.create(config);
            try {
                elsewhere(() -> {
                    impatient.getLock("item:a1").lock();
                    return null;
                });

                await().dontCatchUncaughtExceptions().until(() -> side.pttl("item:a1") < 2500);
                await().dontCatchUncaughtExceptions().until(() -> side.pttl("item:a1") > 2700);
                assertThat(new Config().getLockWatchdogTimeout()).isEqualTo(30_000);
            } finally {
                impatient.shutdown();
            }
        }

        @Test
        void tellsOfItsLossAtTheUnlock() throws Exception {
            RLock lock = redisson.getLock("item:a1");
            lock.lock(100, TimeUnit.MILLISECONDS);
            Thread.sleep(200);

            assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
        }

        @Test
        void isUnlockedByItsThreadAlone() throws Exception {
            RLock lock = redisson.getLock("item:a1");
            lock.lock();

            assertThatExceptionOfType(IllegalMonitorStateException.class)
                    .isThrownBy(() -> elsewhere(() -> {
                        lock.unlock();
                        return null;
                    }));
            lock.unlock();
        }

        @Test
        void hasTheLeaseOfTheNestedCall() {
            RLock lock = redisson.getLock("item:a1");
            lock.lock(30, TimeUnit.SECONDS);
            lock.lock(1, TimeUnit.SECONDS);

            assertThat(lock.remainTimeToLive()).isBetween(0L, 1000L);
            lock.forceUnlock();

            Lock ours = locks.asLock(LockRequest.of("item:a1").ttl(Duration.ofSeconds(30)));
            ours.lock();
            locks.asLock(LockRequest.of("item:a1").ttl(Duration.ofSeconds(1))).lock();
            assertThat(side.pttl("lock:{item:a1}")).isGreaterThan(20_000);
            ours.unlock();
            ours.unlock();
        }
    }

    @Nested
    class AReadWriteLock {

        @Test
        void letsReadersPassAWaitingWriterAndOursDoesNot() throws Exception {
            RReadWriteLock theirs = redisson.getReadWriteLock("catalogue");
            assertThat(readsWhileAWriterWaits(theirs.readLock(), theirs.writeLock()))
                    .isTrue();

            ReadWriteLock ours = locks.asReadWriteLock(LockRequest.of("catalogue"));
            assertThat(readsWhileAWriterWaits(ours.readLock(), ours.writeLock()))
                    .isFalse();
        }

        private boolean readsWhileAWriterWaits(Lock read, Lock write) throws Exception {
            read.lock();
            Thread writer = new Thread(() -> {
                write.lock();
                write.unlock();
            });
            writer.start();
            Thread.sleep(500);
            boolean reads = elsewhere(() -> {
                boolean got = read.tryLock();
                if (got) {
                    read.unlock();
                }
                return got;
            });
            read.unlock();
            writer.join();
            return reads;
        }

        @Test
        void isNotHadForWritingByWhoReads() {
            RReadWriteLock theirs = redisson.getReadWriteLock("catalogue");
            theirs.readLock().lock();
            assertThat(theirs.writeLock().tryLock()).isFalse();
            theirs.readLock().unlock();

            ReadWriteLock ours = locks.asReadWriteLock(LockRequest.of("catalogue"));
            ours.readLock().lock();
            assertThat(ours.writeLock().tryLock()).isFalse();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> ours.writeLock().lock());
            ours.readLock().unlock();
        }

        @Test
        void isForReadingOnceTheWriterHasUnlockedAndOursStaysExclusive() throws Exception {
            RReadWriteLock theirs = redisson.getReadWriteLock("catalogue");
            theirs.writeLock().lock();
            theirs.readLock().lock();
            theirs.writeLock().unlock();
            assertThat(elsewhere(() -> theirs.readLock().tryLock())).isTrue();

            ReadWriteLock ours = locks.asReadWriteLock(LockRequest.of("catalogue"));
            ours.writeLock().lock();
            ours.readLock().lock();
            ours.writeLock().unlock();
            assertThat(elsewhere(() -> ours.readLock().tryLock())).isFalse();
            ours.readLock().unlock();
            assertThat(elsewhere(() -> ours.readLock().tryLock())).isTrue();
        }
    }

    @Nested
    class Permits {

        @Test
        void ofASemaphoreHaveNoEndAndAreReleasedByAnyone() throws Exception {
            RSemaphore semaphore = redisson.getSemaphore("reports");
            semaphore.trySetPermits(1);
            semaphore.acquire();

            assertThat(side.pttl("reports")).isEqualTo(-1);
            elsewhere(() -> {
                semaphore.release();
                semaphore.release();
                return null;
            });
            assertThat(semaphore.availablePermits()).isEqualTo(2);
        }

        @Test
        void thatExpireAreReleasedByWhoeverHasTheId() throws Exception {
            RPermitExpirableSemaphore semaphore = redisson.getPermitExpirableSemaphore("reports");
            semaphore.trySetPermits(3);
            String permit = semaphore.acquire(1, TimeUnit.MINUTES);

            elsewhere(() -> {
                semaphore.release(permit);
                return null;
            });
            assertThat(semaphore.availablePermits()).isEqualTo(3);
            assertThat(side.pttl("reports")).isEqualTo(-1);
        }

        @Test
        void ofOursEndWithTheirTtlAndLeaveNoNumberBehind() {
            LockRequest request = LockRequest.of("reports").permits(3).ttl(Duration.ofMinutes(1));
            Lease first = locks.acquire(request);
            Lease second = locks.acquire(request);
            Lease third = locks.acquire(request);

            assertThat(locks.tryAcquire(request)).isEmpty();
            assertThat(side.keys().keySet())
                    .allSatisfy(key -> assertThat(side.pttl(key)).isPositive());
            List.of(first, second, third).forEach(Lease::close);
            assertThat(side.keys().keySet()).containsOnly("lock:fence:{reports}");
        }
    }

    @Test
    void tokensOfOursAreGreaterThanThoseOfAnRFencedLock() {
        RFencedLock theirs = redisson.getFencedLock("item:a1");
        long token = theirs.lockAndGetToken();
        theirs.unlock();

        assertThat(token).isOne();
        assertThat(side.pttl("redisson_lock_token:{item:a1}")).isEqualTo(-1);
        try (Lease lease = locks.acquire(LockRequest.of("item:a1"))) {
            assertThat(lease.fencingToken()).isGreaterThan(1_000_000_000_000_000L);
        }
    }

    @Test
    void severalAreOneRequest() {
        new Transfers(redisson, locks).before("a", "b");
        new Transfers(redisson, locks).after("a", "b");
        assertThat(side.keys().keySet()).containsOnly("lock:fence:{a}", "lock:fence:{b}");
    }

    @Test
    void theViewsAreUsedAsTheirs() {
        new Catalogue(redisson, locks).before();
        new Catalogue(redisson, locks).after();
    }

    @Test
    void twoLocksInOneExcludeBoth() throws Exception {
        Lock both = new Catalogue(redisson, locks).both();
        both.lock();
        assertThat(elsewhere(() -> redisson.getLock("stock").tryLock())).isFalse();
        assertThat(elsewhere(() -> locks.asLock(LockRequest.of("stock")).tryLock()))
                .isFalse();
        both.unlock();

        redisson.getLock("stock").lock();
        assertThat(elsewhere(() -> both.tryLock(50, TimeUnit.MILLISECONDS))).isFalse();
        redisson.getLock("stock").unlock();
        Lock ours = locks.asLock(LockRequest.of("stock"));
        ours.lock();
        assertThat(elsewhere(() -> both.tryLock())).isFalse();
        assertThat(redisson.getLock("stock").isLocked()).isFalse();
        ours.unlock();
    }

    @Test
    void permitsAreAnAttribute() {
        assertThat(side.bean(Reports.class).report("2026")).isEqualTo("report of 2026");
    }

    /** The bids as they were. */
    static class BidsBefore {

        private final RedissonClient redisson;

        BidsBefore(RedissonClient redisson) {
            this.redisson = redisson;
        }

        public void placeBid(String id, long amount) throws InterruptedException {
            RLock lock = redisson.getLock("item:" + id);
            if (!lock.tryLock(2, 5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Somebody else bids for " + id + ".");
            }
            try {
                save(id, amount);
            } finally {
                lock.unlock();
            }
        }
    }

    /** The bids of the release between. */
    static class BidsInBoth {

        private final RedissonClient redisson;

        BidsInBoth(RedissonClient redisson) {
            this.redisson = redisson;
        }

        @DistributedLock(key = "'item:' + #id", ttl = "5s", waitTime = "2s", renew = true) // new, around the old one
        public void placeBid(String id, long amount) throws InterruptedException {
            RLock lock = redisson.getLock("item:" + id);
            if (!lock.tryLock(2, 5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Somebody else bids for " + id + ".");
            }
            try {
                save(id, amount);
            } finally {
                lock.unlock();
            }
        }
    }

    /** The bids as they are. */
    static class Bids {

        @DistributedLock(key = "'item:' + #id", ttl = "5s", waitTime = "2s")
        public void placeBid(String id, long amount) {
            save(id, amount);
        }
    }

    static class Reports {

        @DistributedLock(key = "'reports'", permits = 3, ttl = "10m", waitTime = "1m")
        public String report(String year) {
            return "report of " + year;
        }
    }

    record Transfers(RedissonClient redisson, LockOperations locks) {

        void before(String from, String to) {
            RLock both = redisson.getMultiLock(redisson.getLock(from), redisson.getLock(to));
            both.lock();
            try {
                transfer(from, to);
            } finally {
                both.unlock();
            }
        }

        void after(String from, String to) {
            locks.execute(LockRequest.of(List.of(from, to)).renew(true), lease -> transfer(from, to));
        }

        private static boolean transfer(String from, String to) {
            return !from.equals(to);
        }
    }

    record Catalogue(RedissonClient redisson, LockOperations locks) {

        void before() {
            RReadWriteLock catalogue = redisson.getReadWriteLock("catalogue");
            catalogue.readLock().lock();
            catalogue.readLock().unlock();
        }

        void after() {
            ReadWriteLock catalogue =
                    locks.asReadWriteLock(LockRequest.of("catalogue").renew(true));
            catalogue.readLock().lock();
            catalogue.readLock().unlock();
        }

        Lock both() {
            return new BothLocks(
                    redisson.getLock("stock"),
                    locks.asLock(LockRequest.of("stock").renew(true)));
        }

        @DistributedLock(key = "'catalogue'", mode = LockMode.SHARED)
        public String read() {
            return "all of it";
        }
    }

    private static void save(String id, long amount) {
        visits.stay();
    }
}

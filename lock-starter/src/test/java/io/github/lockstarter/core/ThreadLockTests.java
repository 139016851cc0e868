package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the documentation of java.util.concurrent.locks says of Lock and ReadWriteLock, and ReentrantLock's of what is re-entrant. */
@Timeout(60)
@Tag("without-spring")
class ThreadLockTests {

    private static final LockRequest A = LockRequest.of("a").ttl(Duration.ofSeconds(20));

    private static RedisServer server;

    private static RedisLocks locks;

    private final ExecutorService pool = Executors.newCachedThreadPool();

    private final Lock lock = locks.template().asLock(A);

    @BeforeAll
    static void start() {
        server = TestRedis.empty();
        locks = new RedisLocks(server).warm();
    }

    @BeforeEach
    void nothingIsLeft() {
        Await.until(() -> !isTaken());
    }

    @AfterEach
    void end() {
        assertThat(Thread.interrupted()).isFalse();
        pool.shutdownNow();
    }

    @AfterAll
    static void stop() {
        locks.close();
    }

    @Nested
    class Held {

        @Test
        void byTheThreadThatLockedItUntilThatUnlocksIt() throws Exception {
            lock.lock();
            assertThat(isTaken()).isTrue();
            assertThat(on(() -> lock.tryLock())).isFalse();

            lock.unlock();

            assertThat(isTaken()).isFalse();
            assertThat(on(() -> lock.tryLock() && unlocked(lock))).isTrue();
        }

        @Test
        void itExcludesThoseWhoUseItInOtherWays() throws Exception {
            lock.lock();
            try {
                assertThat(on(() -> locks.template().tryAcquire(A))).isEmpty();
            } finally {
                lock.unlock();
            }
            try (Lease lease = locks.template().acquire(A)) {
                assertThat(on(() -> lock.tryLock())).isFalse();
            }
        }

        @Test
        void unlockedByAnyOtherItThrowsAndStaysLocked() throws Exception {
            assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
            lock.lock();
            try {
                assertThatThrownBy(() -> on(() -> unlocked(lock)))
                        .hasCauseInstanceOf(IllegalMonitorStateException.class)
                        .hasMessageContaining("this thread does not hold it");
                assertThat(isTaken()).isTrue();
            } finally {
                lock.unlock();
            }
            assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        }

        @Test
        void itHasNoConditions() {
            assertThatThrownBy(lock::newCondition).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class Reentrant {

        @Test
        void itIsHeldUntilItIsUnlockedAsOftenAsItWasLocked() throws Exception {
            lock.lock();
            assertThat(lock.tryLock()).isTrue();
            assertThat(lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
            lock.lockInterruptibly();
            for (int i = 0; i < 3; i++) {
                lock.unlock();
                assertThat(on(() -> lock.tryLock())).isFalse();
            }

            lock.unlock();

            assertThat(isTaken()).isFalse();
        }

        @Test
        void atNoCostInRedis() {
            lock.lock();
            server.command("CONFIG", "RESETSTAT");
            lock.lock();
            lock.unlock();

            assertThat(server.command("INFO", "commandstats")).doesNotContain("cmdstat_evalsha");
            lock.unlock();
        }

        @Test
        void twoOfTheSameKeyAreTheSameLock() {
            Lock same = locks.template().asLock(A.name("another"));
            lock.lock();
            same.lock();
            lock.unlock();
            assertThat(isTaken()).isTrue();
            lock.unlock();
            assertThat(isTaken()).isFalse();
        }

        @Test
        void inALockedCallAndAroundOne() throws Exception {
            locks.template().execute(A, lease -> {
                lock.lock();
                lock.unlock();
                return null;
            });
            assertThat(isTaken()).isFalse();
            lock.lock();
            assertThat(locks.template().<Boolean>execute(A, lease -> lease.isValid()))
                    .isTrue();
            assertThat(isTaken()).isTrue();
            lock.unlock();
            assertThat(isTaken()).isFalse();
        }
    }

    @Nested
    class Waiting {

        @Test
        void lockWaitsUntilItIsFree() throws Exception {
            lock.lock();
            Future<Boolean> waiting = pool.submit(() -> {
                lock.lock();
                return unlocked(lock);
            });
            awaitWaiting();

            lock.unlock();

            assertThat(waiting.get()).isTrue();
        }

        @Test
        void lockGoesOnWaitingWhenInterruptedAndReturnsWithTheFlagSet() throws Exception {
            lock.lock();
            AtomicReference<Thread> thread = new AtomicReference<>();
            Future<Boolean> waiting = pool.submit(() -> {
                thread.set(Thread.currentThread());
                lock.lock();
                boolean interrupted = Thread.interrupted();
                lock.unlock();
                return interrupted;
            });
            awaitWaiting();
            thread.get().interrupt();
            Await.pass(Duration.ofMillis(200));
            assertThat(waiting).isNotDone();

            lock.unlock();

            assertThat(waiting.get()).isTrue();
        }

        @Test
        void lockInterruptiblyEndsWhenInterruptedAndLeavesNothing() throws Exception {
            lock.lock();
            AtomicReference<Thread> thread = new AtomicReference<>();
            Future<Boolean> waiting = pool.submit(() -> {
                thread.set(Thread.currentThread());
                assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(InterruptedException.class);
                return Thread.interrupted();
            });
            awaitWaiting();
            thread.get().interrupt();

            assertThat(waiting.get()).isFalse();
            lock.unlock();
            Await.until(() -> !isTaken());
        }

        @Test
        void oneThatIsInterruptedAlreadyDoesNotGetItInterruptiblyThoughItIsFree() {
            Thread.currentThread().interrupt();
            assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> lock.tryLock(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);

            assertThat(Thread.interrupted()).isFalse();
            assertThat(isTaken()).isFalse();
        }

        @Test
        void oneThatIsInterruptedAlreadyGetsItOtherwiseAndStaysInterrupted() {
            Thread.currentThread().interrupt();
            lock.lock();
            boolean again = lock.tryLock();
            lock.unlock();
            lock.unlock();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(again).isTrue();

            Thread.currentThread().interrupt();
            assertThat(lock.tryLock()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            lock.unlock();
        }

        @Test
        void tryLockAnswersAtOnceOrWithinItsTime() throws Exception {
            lock.lock();
            long began = System.nanoTime();
            assertThat(on(() -> lock.tryLock(300, TimeUnit.MILLISECONDS))).isFalse();
            assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(299));
            assertThat(on(() -> lock.tryLock(0, TimeUnit.SECONDS))).isFalse();
            assertThat(on(() -> lock.tryLock(-1, TimeUnit.SECONDS))).isFalse();
            Future<Boolean> waiting = pool.submit(() -> lock.tryLock(Long.MAX_VALUE, TimeUnit.DAYS) && unlocked(lock));
            awaitWaiting();
            lock.unlock();
            assertThat(waiting.get()).isTrue();
        }

        @Test
        void whatTheRequestSaysOfRetriesIsNotForIt() throws Exception {
            lock.lock();
            Lock once = locks.template().asLock(A.retries(0));
            Future<Boolean> waiting = pool.submit(() -> once.tryLock(1, TimeUnit.MINUTES) && unlocked(once));
            awaitWaiting();
            lock.unlock();

            assertThat(waiting.get()).isTrue();
        }
    }

    @Nested
    class Lost {

        @Test
        void unlockSaysSoAndTheThreadHoldsItNoMore() {
            lock.lock();
            lock.lock();
            server.command("DEL", "lock:{a}");

            // Only the outermost ends the lease, and hears of its loss.
            lock.unlock();
            assertThatThrownBy(lock::unlock).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
            lock.lock();
            lock.unlock();
        }

        @Test
        void withWarnItIsOnlyLogged() {
            Lock quiet = locks.template().asLock(A.onLost(OnLost.WARN));
            quiet.lock();
            server.command("DEL", "lock:{a}");

            quiet.unlock();

            assertThatThrownBy(quiet::unlock).isInstanceOf(IllegalMonitorStateException.class);
        }

        @Test
        void withoutAnAnswerItIsUnavailableAndNotBusy() {
            try (RedisServer gone = RedisServer.start();
                    RedisLocks ofIt = new RedisLocks(gone).warm()) {
                Lock there = ofIt.template().asLock(A.ttl(Duration.ofMillis(400)));
                gone.kill();

                assertThatThrownBy(there::tryLock).isInstanceOf(LockStoreException.class);
                assertThatThrownBy(() -> there.tryLock(200, TimeUnit.MILLISECONDS))
                        .isInstanceOf(LockStoreException.class);
                assertThatThrownBy(there::unlock).isInstanceOf(IllegalMonitorStateException.class);
            }
        }
    }

    @Nested
    class ReadingAndWriting {

        private final ReadWriteLock both = locks.template().asReadWriteLock(A);

        @Test
        void manyReadAtOnceAndNobodyWritesMeanwhile() throws Exception {
            both.readLock().lock();
            assertThat(on(() -> both.readLock().tryLock() && unlocked(both.readLock())))
                    .isTrue();
            assertThat(on(() -> both.writeLock().tryLock())).isFalse();
            both.readLock().unlock();
            both.writeLock().lock();
            assertThat(on(() -> both.readLock().tryLock())).isFalse();
            assertThat(on(() -> both.writeLock().tryLock())).isFalse();
            both.writeLock().unlock();

            assertThat(isTaken()).isFalse();
        }

        @Test
        void aReaderSeesWhatTheWriterBeforeItWrote() throws Exception {
            int[] written = {0};
            both.writeLock().lock();
            Future<Integer> reader = pool.submit(() -> {
                both.readLock().lock();
                try {
                    return written[0];
                } finally {
                    both.readLock().unlock();
                }
            });
            awaitWaiting();
            written[0] = 1;
            both.writeLock().unlock();

            assertThat(reader.get()).isEqualTo(1);
        }

        @Test
        void aWriterMayReadAndStaysTheOnlyOneUntilItHasUnlockedBoth() throws Exception {
            both.writeLock().lock();
            both.readLock().lock();
            both.writeLock().unlock();
            assertThat(on(() -> both.readLock().tryLock())).isFalse();
            both.readLock().unlock();
            assertThat(isTaken()).isFalse();
        }

        @Test
        void aReaderCannotBecomeAWriter() throws Exception {
            both.readLock().lock();
            assertThat(both.writeLock().tryLock()).isFalse();
            assertThat(both.writeLock().tryLock(1, TimeUnit.SECONDS)).isFalse();
            assertThatThrownBy(() -> both.writeLock().lock())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("holds it already, SHARED");
            assertThatThrownBy(() -> both.writeLock().unlock()).isInstanceOf(IllegalMonitorStateException.class);
            both.readLock().unlock();
            assertThat(both.writeLock().tryLock()).isTrue();
            both.writeLock().unlock();
        }

        @Test
        void itIsTheSameLockAsThatOfSharedAndExclusiveCalls() throws Exception {
            both.readLock().lock();
            assertThat(on(() -> locks.template().tryAcquire(A))).isEmpty();
            assertThat(on(() -> {
                        locks.template()
                                .tryAcquire(A.mode(LockMode.SHARED))
                                .orElseThrow()
                                .close();
                        return true;
                    }))
                    .isTrue();
            both.readLock().unlock();
        }
    }

    @Test
    void withLocksSwitchedOffItIsHeldByWhoeverWantsIt() throws Exception {
        Lock off = new UnlockedOperations().asLock(A);
        off.lock();
        assertThat(on(() -> off.tryLock() && unlocked(off))).isTrue();
        off.unlock();
        assertThatThrownBy(off::unlock).isInstanceOf(IllegalMonitorStateException.class);
        ReadWriteLock both = new UnlockedOperations().asReadWriteLock(A);
        both.writeLock().lock();
        both.writeLock().unlock();
    }

    private static boolean isTaken() {
        return server.command("EXISTS", "lock:{a}").equals("1");
    }

    private static boolean unlocked(Lock lock) {
        lock.unlock();
        return true;
    }

    private static void awaitWaiting() {
        Await.until(() -> locks.template().here().waitingCount() == 1);
    }

    private <T> T on(Callable<T> task) throws InterruptedException, ExecutionException {
        return pool.submit(task).get();
    }
}

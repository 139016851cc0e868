package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that gives a command up before it is answered, since the server it went to has been replaced; and is answered after all. */
class GivenUpCommandTests {

    private final GivingUp store = new GivingUp();

    private final LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of(new LoggingLockListener()));

    @AfterEach
    void end() {
        locks.close();
    }

    @Test
    void whatItDoesLateIsWithdrawnIfNobodyWantsItAnyMore() {
        store.givesUp = true;
        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0))).isInstanceOf(LockStoreException.class);
        store.givesUp = false;
        // A withdrawal is sent again after 250 ms: this is later still.
        Await.pass(Duration.ofMillis(500));
        store.executeLate();

        Await.until(() -> locks.tryAcquire(LockRequest.of("a")).isPresent());
    }

    @Test
    void whatItDoesLateDoesNotHarmTheLeaseThatTheSameCallGotMeanwhile() {
        store.givesUp = true;
        CompletableFuture<Lease> acquiring = CompletableFuture.supplyAsync(() -> locks.acquire(LockRequest.of("a")));
        Await.until(store::hasGivenUp);
        store.givesUp = false;
        Lease lease = acquiring.join();

        store.executeLate();

        lease.ensure(Duration.ofSeconds(9));
        assertThat(lease.isValid()).isTrue();
        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0)))
                .isInstanceOf(LockNotAcquiredException.class);
        lease.close();
        Await.until(() -> locks.tryAcquire(LockRequest.of("a")).isPresent());
    }

    @Test
    void anAttemptAtSeveralKeysIsNotRepeatedWithTheSameTokenIfItWasNotAnswered() {
        store.givesUp = true;
        CompletableFuture<Lease> acquiring =
                CompletableFuture.supplyAsync(() -> locks.acquire(LockRequest.of(List.of("a", "b"))));
        Await.until(() -> store.tokens.size() >= 2);
        store.givesUp = false;
        acquiring.join().close();

        assertThat(store.tokens).doesNotHaveDuplicates();
    }

    @Test
    void aWithdrawalThatPausesIsSentAtOnceWhenTheStoreAnswersForItsKey() {
        store.losesReplies = true;
        store.refusesWithdrawals = true;
        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0))).isInstanceOf(LockStoreException.class);
        store.losesReplies = false;
        // The next pause is one of a second.
        Await.until(() -> store.withdrawals.size() >= 3);
        store.refusesWithdrawals = false;
        long began = System.nanoTime();

        locks.acquire(LockRequest.of("a").retryDelay(Duration.ofMillis(20)).waitTime(Duration.ofSeconds(5)))
                .close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(700));
    }

    /** Does late what it has given up. */
    private static final class GivingUp implements LockStore {

        private final InMemoryLockStore store = new InMemoryLockStore();

        private final Queue<Runnable> late = new ConcurrentLinkedQueue<>();

        private final List<OwnerToken> tokens = new CopyOnWriteArrayList<>();

        private final List<OwnerToken> withdrawals = new CopyOnWriteArrayList<>();

        private volatile boolean givesUp;

        private volatile boolean losesReplies;

        private volatile boolean refusesWithdrawals;

        boolean hasGivenUp() {
            return !late.isEmpty();
        }

        void executeLate() {
            List<Runnable> all = new ArrayList<>(late);
            late.clear();
            all.forEach(Runnable::run);
        }

        @Override
        public CompletionStage<Answer> acquire(Acquire acquire) {
            tokens.add(acquire.token());
            if (losesReplies) {
                store.acquire(acquire);
                return CompletableFuture.failedFuture(
                        new StoreFailure(StoreFailure.Kind.UNKNOWN, "connection reset", null));
            }
            if (!givesUp) {
                return store.acquire(acquire);
            }
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            late.add(() -> store.acquire(acquire).thenAccept(answer::complete));
            return CompletableFuture.failedFuture(
                    new StoreFailure(StoreFailure.Kind.UNKNOWN, "another server is there", null, answer));
        }

        @Override
        public CompletionStage<Renewal> renew(Held held, Duration ttl) {
            return store.renew(held, ttl);
        }

        @Override
        public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
            return store.release(held, next);
        }

        @Override
        public CompletionStage<Void> withdraw(Acquire acquire) {
            withdrawals.add(acquire.token());
            return refusesWithdrawals
                    ? CompletableFuture.failedFuture(new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "not now", null))
                    : store.withdraw(acquire);
        }
    }
}

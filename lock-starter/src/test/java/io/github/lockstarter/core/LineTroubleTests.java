package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.OddStore;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A line whose store is silent, odd or slow. */
@Tag("without-spring")
class LineTroubleTests {

    private static final LockRequest REQUEST =
            LockRequest.of("a").waitTime(Duration.ofSeconds(20)).retryDelay(Duration.ofMillis(50));

    @Test
    void aCallWhoseLastAttemptHadNoAnswerIsToldThatTheStoreIsUnavailableThoughItWasBusyBefore() {
        AtomicBoolean silent = new AtomicBoolean();
        AtomicBoolean silence = new AtomicBoolean();
        try (LockTemplate locks = on(new OddStore() {
            @Override
            public CompletionStage<Answer> acquire(Acquire acquire) {
                if (silent.get()) {
                    silence.set(true);
                    return new CompletableFuture<>();
                }
                return CompletableFuture.completedFuture(new Busy("another", null));
            }
        })) {
            CompletableFuture.supplyAsync(() -> catchThrowable(() -> locks.acquire(REQUEST)));
            Await.until(() -> locks.waiting("a") == 1);
            silent.set(true);
            Await.until(silence::get);

            assertThat(catchThrowable(() ->
                            locks.acquire(REQUEST.ttl(Duration.ofMillis(100)).waitTime(Duration.ofMillis(50)))))
                    .isInstanceOf(LockStoreException.class);
        }
    }

    @Test
    void aCallWaitsForItsOwnCommandTimeoutNotForThatOfTheOneBefore() {
        StalledStore store = new StalledStore();
        try (LockTemplate locks = on(store)) {
            store.stall();
            CompletableFuture.supplyAsync(() -> catchThrowable(() -> locks.acquire(REQUEST)));
            Await.until(store::isAsked);
            long began = System.nanoTime();

            assertThat(catchThrowable(() ->
                            locks.acquire(REQUEST.ttl(Duration.ofMillis(100)).waitTime(Duration.ofMillis(50)))))
                    .isInstanceOf(LockStoreException.class);

            // 75 ms, and what two busy cores may take; the one before waits for a second.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
            store.answer();
        }
    }

    @Test
    void aGrantThatComesAfterItsDeadlineIsNotTaken() {
        StalledStore store = new StalledStore();
        try (LockTemplate locks = on(store)) {
            store.stall();
            CompletableFuture<Lease> call =
                    CompletableFuture.supplyAsync(() -> locks.acquire(REQUEST.ttl(Duration.ofMillis(200))));
            Await.until(store::isAsked);
            Await.pass(Duration.ofMillis(300));

            store.answerTheFirst();
            store.goOn();

            try (Lease lease = Await.value(call)) {
                assertThat(lease.isValid()).isTrue();
            }
            store.answer();
        }
    }

    @Test
    void retriesCountThoughTheirDelayIsLongerThanAPause() {
        Busy busy = new Busy("another", null);
        try (LockTemplate locks = on(new BusyStore(() -> busy))) {
            LockNotAcquiredException told = catchThrowableOfType(
                    LockNotAcquiredException.class,
                    () -> locks.acquire(REQUEST.retries(1).retryDelay(Duration.ofMillis(1_800))));

            assertThat(told.waited()).isLessThan(Duration.ofMillis(3_000));
        }
    }

    @Test
    void aStoreWhoseHintsFailIsLookedAtAllTheSame() {
        OddStore store = new OddStore() {
            @Override
            public Subscription onWake(String instance, WakeListener listener) {
                throw new IllegalStateException("no hints today");
            }
        };
        try (LockTemplate locks = on(store);
                LockTemplate elsewhere = on(store)) {
            Lease held = elsewhere.acquire(REQUEST);
            CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(() -> locks.acquire(REQUEST));
            Await.until(() -> locks.waiting("a") == 1);

            held.close();

            Await.value(waiting).close();
            assertThat(locks.isIdle()).isTrue();
        }
    }

    private static LockTemplate on(LockStore store) {
        return new LockTemplate(store, RedisLocks.DEFAULTS, List.of());
    }
}

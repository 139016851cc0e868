package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to answers that come late, and to what is under way at a stop: the store answers when it is told to. */
@Tag("without-spring")
class LateAnswerTests {

    private final StalledStore store = new StalledStore();

    private final RecordingListener listener = new RecordingListener();

    private final LockTemplate locks = new LockTemplate(
            store,
            RedisLocks.DEFAULTS,
            LineLimits.DEFAULTS,
            List.of(listener),
            List.of(),
            OuterWork.NONE,
            Duration.ofMillis(500));

    @AfterEach
    void end() {
        store.answer();
        locks.close();
    }

    @Test
    void aStopWaitsForAReleaseThatWasSent() throws Exception {
        Lease lease = locks.acquire(LockRequest.of("a"));
        store.stall();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(lease::close);
        Await.until(() -> !lease.isValid());
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(locks::stop);
        Await.until(locks::isStopped);

        assertThat(stopping).isNotDone();
        store.answer();

        stopping.get(5, TimeUnit.SECONDS);
        closing.get(5, TimeUnit.SECONDS);
        assertThat(listener.events()).endsWith("released");
    }

    @Test
    void aStopEndsWhenTheStoreDoesNotAnswer() {
        Lease lease = locks.acquire(LockRequest.of("a"));
        store.stall();
        CompletableFuture.runAsync(lease::close);
        Await.until(() -> !lease.isValid());
        long began = System.nanoTime();

        locks.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aGrantThatComesInDuringAStopIsGivenBack() throws Exception {
        store.stall();
        CompletableFuture<Lease> acquiring = CompletableFuture.supplyAsync(() -> locks.acquire(LockRequest.of("a")));
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(locks::stop);
        Await.until(locks::isStopped);
        store.answer();

        assertThat(acquiring)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(LockStoreException.class);
        stopping.get(5, TimeUnit.SECONDS);
        locks.start();
        assertThat(locks.tryAcquire(LockRequest.of("a"))).isPresent();
    }

    @Test
    void aGrantThatComesInAfterTheCallGaveUpIsWithdrawnAgain() {
        store.stall();
        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0).ttl(Duration.ofSeconds(1))))
                .isInstanceOf(LockStoreException.class);
        int before = store.withdrawals();

        store.answer();

        assertThat(before).isPositive();
        assertThat(store.withdrawals()).isGreaterThan(before);
        assertThat(locks.tryAcquire(LockRequest.of("a"))).isPresent();
    }

    @Test
    void anAttemptThatTakesTheLockAfterItsLeaseEndedIsWithdrawn() throws Exception {
        store.stall();
        CompletableFuture<Lease> acquiring = CompletableFuture.supplyAsync(
                () -> locks.acquire(LockRequest.of("a").ttl(Duration.ofSeconds(1))));
        Await.until(store::isAsked);
        store.goOn();
        acquiring.get(5, TimeUnit.SECONDS).close();

        store.answer();

        assertThat(listener.events()).containsExactly("acquired after 2", "released");
        assertThat(locks.tryAcquire(LockRequest.of("a"))).isPresent();
    }

    @Test
    void anAttemptThatFailsAfterTheCallGaveUpIsWithdrawnAgain() {
        store.stall();
        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0).ttl(Duration.ofSeconds(1))))
                .isInstanceOf(LockStoreException.class);
        int before = store.withdrawals();

        store.fail();

        assertThat(store.withdrawals()).isGreaterThan(before);
    }

    @Test
    void anAttemptThatStandsInLineAfterTheCallGaveUpIsWithdrawnAgain() {
        try (LockTemplate elsewhere = new LockTemplate(store, RedisLocks.DEFAULTS, List.of())) {
            Lease held = elsewhere.acquire(LockRequest.of("a"));
            LockRequest request = LockRequest.of("a")
                    .ttl(Duration.ofSeconds(1))
                    .retryDelay(Duration.ofMillis(40))
                    .waitTime(Duration.ofMillis(300));
            CompletableFuture<Lease> call = CompletableFuture.supplyAsync(() -> locks.acquire(request));
            Await.until(() -> store.joins() > 0);
            store.stall();
            Await.until(store::isAsked);
            assertThat(call).failsWithin(Duration.ofSeconds(5));
            // One for the call, and one more for the attempts that it may have overtaken: more only by a late answer.
            Await.until(() -> store.withdrawals() == 2);

            store.answer();

            assertThat(store.withdrawals()).isGreaterThan(2);
            held.close();
        }
    }

    @Test
    void aWithdrawalThatIsNotAnsweredIsSentAgain() {
        store.stall();
        store.ignoreWithdrawals();
        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0).ttl(Duration.ofSeconds(1))))
                .isInstanceOf(LockStoreException.class);

        Await.until(() -> store.withdrawals() > 1);
    }

    @Test
    void aWithdrawalIsSentOnceMoreAfterItsAnswerForAnAcquireThatItMayHaveOvertaken() {
        store.stall();
        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0).ttl(Duration.ofSeconds(1))))
                .isInstanceOf(LockStoreException.class);

        Await.until(() -> store.withdrawals() == 2);
    }

    @Test
    void anAnswerThatTookNothingIsNotWithdrawn() {
        Lease held = locks.acquire(LockRequest.of("a"));

        assertThat(locks.tryAcquire(LockRequest.of("a"))).isEmpty();

        assertThat(store.withdrawals()).isZero();
        held.close();
    }

    @Test
    void aReleaseThatIsNotAnsweredIsToldAndTheCallGoesOn() {
        String result = locks.execute("a", lease -> {
            store.stall();
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(listener.events()).endsWith("releaseUnanswered");
    }
}

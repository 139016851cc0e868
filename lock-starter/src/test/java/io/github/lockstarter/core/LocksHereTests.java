package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LocksHere.HeldHere;
import io.github.lockstarter.core.LocksHere.WaitingHere;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.OddStore;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-spring")
class LocksHereTests {

    private static final LockRequest REQUEST =
            LockRequest.of("a").name("Bids-place").waitTime(Duration.ofMinutes(1));

    @Test
    void aHeldLeaseAndAWaitingCallAreThereForAsLongAsTheyLast() {
        try (LockTemplate locks = new LockTemplate(new OddStore(), RedisLocks.DEFAULTS, List.of())) {
            Lease lease = locks.acquire(REQUEST);
            CompletableFuture<Lease> waiting = locks.acquireAsync(REQUEST).toCompletableFuture();
            CompletableFuture<Lease> several = locks.acquireAsync(
                            LockRequest.of(List.of("a", "b")).name("several").waitTime(Duration.ofMinutes(1)))
                    .toCompletableFuture();
            Await.until(() -> locks.here().waitingCount() == 2 && locks.waiting("a") == 1);

            HeldHere held = locks.here().held().get(0);
            assertThat(held.name()).isEqualTo("Bids-place");
            assertThat(held.keys()).containsExactly("a");
            assertThat(held.fencingToken()).isEqualTo(lease.fencingToken());
            assertThat(held.heldFor().plus(held.remaining())).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
            assertThat(locks.here().waiting()).extracting(WaitingHere::name).containsExactly("Bids-place", "several");
            several.cancel(true);
            lease.close();
            Await.value(waiting).close();

            assertThat(locks.here().held()).isEmpty();
            Await.until(() -> locks.here().waiting().isEmpty());
            assertThat(locks.here().handOvers()).isEqualTo(1);
            assertThat(locks.here().heldCount()).isZero();
        }
    }

    @Test
    void aLostLeaseIsHeldNoMore() {
        try (LockTemplate locks = new LockTemplate(new OddStore(), RedisLocks.DEFAULTS, List.of())) {
            locks.acquire(REQUEST.ttl(Duration.ofMillis(100)));

            Await.until(() -> locks.here().heldCount() == 0);
        }
    }

    @Test
    void whoGivesUpABusyLockIsNoWithdrawalToCount() {
        try (LockTemplate locks = new LockTemplate(new OddStore(), RedisLocks.DEFAULTS, List.of());
                Lease lease = locks.acquire(LockRequest.of("a"))) {
            CompletableFuture<Lease> call = locks.acquireAsync(
                            LockRequest.of("a").waitTime(Duration.ofMillis(50)))
                    .toCompletableFuture();

            Await.until(call::isCompletedExceptionally);

            Await.until(() -> locks.here().waitingCount() == 0);
            assertThat(locks.here().withdrawals()).isZero();
        }
    }

    @Test
    void withdrawalsAreCounted() {
        OddStore silent = new OddStore() {

            @Override
            public CompletionStage<Answer> acquire(Acquire acquire) {
                super.acquire(acquire);
                return new CompletableFuture<>();
            }
        };
        try (LockTemplate locks = new LockTemplate(silent, RedisLocks.DEFAULTS, List.of())) {
            CompletableFuture<Lease> call = locks.acquireAsync(
                            REQUEST.ttl(Duration.ofMillis(100)).retries(0))
                    .toCompletableFuture();

            Await.until(call::isCompletedExceptionally);

            Await.until(() -> locks.here().withdrawals() == 1);
            assertThat(locks.here().waitingCount()).isZero();
        }
    }
}

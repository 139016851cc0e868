package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.OddStore;
import io.github.lockstarter.testing.RedisLocks;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stores, listeners and methods that do what they should not, or not in time. */
@Tag("without-spring")
class OddConditionsTests {

    private static final LockRequest SHORT = LockRequest.of("a").ttl(Duration.ofMillis(100));

    @Test
    void aSilentStoreIsNotAskedMoreAndMoreOften() {
        AtomicInteger asked = new AtomicInteger();
        try (LockTemplate locks = locks(new OddStore() {
            @Override
            public CompletionStage<Renewal> renew(Held held, Duration ttl) {
                asked.incrementAndGet();
                return new CompletableFuture<>();
            }
        })) {
            Lease lease = locks.acquire(SHORT.ttl(Duration.ofSeconds(2)).renew(true));
            Await.value(lease.lost());

            // From a third of the ttl on, one in a quarter of a third, or in a command-timeout.
            assertThat(asked.get()).isBetween(2, 9);
        }
    }

    @Test
    void aSlowStoreIsNotAskedMoreOften() {
        AtomicInteger asked = new AtomicInteger();
        try (LockTemplate locks = locks(new OddStore() {
            @Override
            public CompletionStage<Renewal> renew(Held held, Duration ttl) {
                asked.incrementAndGet();
                // Later than the command-timeout of 500 ms.
                return super.renew(held, ttl)
                        .thenApplyAsync(
                                answer -> answer, CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS));
            }
        })) {
            Lease lease = locks.acquire(SHORT.ttl(Duration.ofSeconds(2)).renew(true));
            Await.pass(Duration.ofSeconds(4));

            assertThat(lease.isValid()).isTrue();
            assertThat(asked.get()).isLessThan(16);
        }
    }

    @Test
    void aLateRefusalCounts() {
        CompletableFuture<Renewal> answer = new CompletableFuture<>();
        try (LockTemplate locks = locks(new OddStore() {
            @Override
            public CompletionStage<Renewal> renew(Held held, Duration ttl) {
                return answer;
            }
        })) {
            HeldLease lease = (HeldLease) locks.acquire(SHORT.ttl(Duration.ofSeconds(10)));
            Runnable confirmation = lease.confirmation();
            confirmation.run();
            assertThat(lease.isValid()).isTrue();

            answer.complete(Renewal.REFUSED);

            assertThat(lease.isValid()).isFalse();
        }
    }

    /** Nobody has looked at the deadline yet: the store keeps the one thread that would. */
    @Test
    void aRefusalAfterTheDeadlineMeansThatItExpired() {
        try (LockTemplate locks = locks(new OddStore() {
            @Override
            public CompletionStage<Renewal> renew(Held held, Duration ttl) {
                Await.pass(ttl);
                return CompletableFuture.completedFuture(Renewal.REFUSED);
            }
        })) {
            Lease lease = locks.acquire(SHORT.renew(true));

            assertThat(Await.value(lease.lost()).reason()).isEqualTo(LeaseLostException.Reason.EXPIRED);
        }
    }

    @Test
    void aCancelledReleaseMasksNoResult() {
        try (LockTemplate locks = locks(new OddStore() {
            @Override
            public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
                CompletableFuture<Release> cancelled = new CompletableFuture<>();
                cancelled.cancel(false);
                return cancelled;
            }
        })) {
            String result = locks.execute(SHORT, lease -> "result");

            assertThat(result).isEqualTo("result");
            Await.until(() -> locks.tryAcquire(SHORT).isPresent());
        }
    }

    @Test
    void aGrantThatIsShorterThanTheTtlIsRenewedInTime() {
        StalledStore store = new StalledStore();
        store.grantNoLongerThan(Duration.ofMillis(400));
        try (LockTemplate locks = locks(store)) {
            Lease lease = locks.acquire(SHORT.ttl(Duration.ofSeconds(3)).renew(true));

            Await.pass(Duration.ofMillis(800));

            assertThat(lease.isValid()).isTrue();
        }
    }

    @Test
    void aMethodDoesNotBeginAfterItsDeadline() {
        AtomicBoolean ran = new AtomicBoolean();
        LockListener slow = new LockListener() {
            @Override
            public void acquired(Lease lease, int attempts, long waitedNanos) {
                Await.until(() -> !lease.isValid());
            }
        };
        try (LockTemplate locks = locks(new OddStore(), slow)) {
            assertThatThrownBy(() -> locks.execute(SHORT, lease -> {
                        ran.set(true);
                        return null;
                    }))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(ran).isFalse();
        }
    }

    @Test
    void aListenerThatBlocksDelaysNoRenewalAndNoSignal() {
        CountDownLatch forEver = new CountDownLatch(1);
        LockListener blocking = new LockListener() {
            @Override
            public void lost(Lease lease, LeaseLostException loss) {
                Throwable unused = catchThrowable(() -> forEver.await(30, TimeUnit.SECONDS));
            }
        };
        try (LockTemplate locks = locks(new OddStore(), blocking)) {
            Lease kept = locks.acquire(
                    LockRequest.of("kept").ttl(Duration.ofMillis(600)).renew(true));
            Await.value(locks.acquire(SHORT).lost());
            Await.value(locks.acquire(SHORT.keys(List.of("b"))).lost());

            Await.pass(Duration.ofMillis(1_000));
            assertThat(kept.isValid()).isTrue();
            forEver.countDown();
        }
    }

    @Test
    void threadsKeepNothingOfTheCallThatStartsThem() {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        user.set("ada");
        try (LockTemplate locks = locks(new OddStore())) {
            String seen = Await.value(locks.acquire(SHORT).lost().thenApply(loss -> "user " + user.get()));

            assertThat(seen).isEqualTo("user null");
        } finally {
            user.remove();
        }
    }

    /** An interrupt closes the channel that its thread waits in, and that may take its time. */
    @Test
    void anInterruptThatBlocksDelaysNoRenewal() {
        CountDownLatch forEver = new CountDownLatch(1);
        try (LockTemplate locks = locks(new OddStore())) {
            Lease kept = locks.acquire(
                    LockRequest.of("kept").ttl(Duration.ofMillis(600)).renew(true));
            CompletableFuture<Throwable> loss = CompletableFuture.supplyAsync(() -> catchThrowable(
                    () -> locks.execute(SHORT.onLost(OnLost.INTERRUPT), lease -> new SlowChannel(forEver).read())));

            Await.pass(Duration.ofMillis(1_500));
            assertThat(kept.isValid()).isTrue();
            forEver.countDown();
            assertThat(Await.value(loss)).isInstanceOf(LeaseLostException.class);
        }
    }

    private static LockTemplate locks(LockStore store, LockListener... listeners) {
        return new LockTemplate(store, RedisLocks.DEFAULTS, List.of(listeners));
    }

    private static final class SlowChannel extends AbstractInterruptibleChannel {

        private final CountDownLatch closed;

        SlowChannel(CountDownLatch closed) {
            this.closed = closed;
        }

        @Nullable
        Object read() throws Exception {
            begin();
            try {
                Thread.sleep(20_000);
            } finally {
                end(true);
            }
            return null;
        }

        @Override
        protected void implCloseChannel() {
            Throwable unused = catchThrowable(() -> closed.await(20, TimeUnit.SECONDS));
        }
    }
}

package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Locking switched off: everything is granted, and leases are what leases are. */
@Tag("without-spring")
class UnlockedOperationsTests {

    private static final LockRequest REQUEST = LockRequest.of("a").name("Bids-place");

    private final UnlockedOperations locks = new UnlockedOperations();

    @Test
    void aLeaseIsValidUntilItIsClosed() {
        Lease lease = locks.acquire(REQUEST);
        assertThat(lease.name()).isEqualTo("Bids-place");
        assertThat(lease.keys()).containsExactly("a");
        assertThat(lease.fencingToken()).isZero();
        assertThat(lease.isValid()).isTrue();
        assertThat(lease.remaining()).isEqualTo(Duration.ofHours(24));
        lease.requireValid();
        lease.ensure(Duration.ofHours(1));
        assertThat(lease.lost().toCompletableFuture()).isNotDone();

        lease.close();

        assertThat(lease.isValid()).isFalse();
        assertThat(lease.remaining()).isZero();
        assertThatThrownBy(lease::requireValid).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> lease.ensure(Duration.ofHours(1))).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void everyAttemptIsGranted() {
        assertThat(locks.tryAcquire(REQUEST)).isPresent();
        assertThat(Await.value(locks.acquireAsync(REQUEST)).isValid()).isTrue();
    }

    @Test
    void aCallbackRunsUnderALease() {
        Lease during = locks.execute(REQUEST, lease -> {
            assertThat(CurrentLease.require()).isSameAs(lease);
            return lease;
        });

        assertThat(during.isValid()).isFalse();
        assertThat(CurrentLease.find()).isEmpty();
    }

    @Test
    void aLockIsHeldByTheThreadThatTookIt() {
        Lock lock = locks.asLock(REQUEST);
        lock.lock();
        lock.unlock();

        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(locks.asReadWriteLock(REQUEST).readLock().tryLock()).isTrue();
    }

    @Test
    void anAsynchronousCallHasItsLeaseUntilItIsOver() {
        CompletableFuture<String> work = new CompletableFuture<>();
        Lease[] during = new Lease[1];
        CompletionStage<String> result = locks.executeAsync(REQUEST, lease -> {
            during[0] = lease;
            return work;
        });
        assertThat(during[0].isValid()).isTrue();
        assertThat(result.toCompletableFuture()).isNotDone();

        work.complete("done");

        assertThat(Await.value(result)).isEqualTo("done");
        assertThat(during[0].isValid()).isFalse();
    }

    @Test
    void aFailureOfItIsToldAsItIs() {
        IllegalStateException failure = new IllegalStateException("as the test says");
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletionStage<String> later = locks.executeAsync(REQUEST, lease -> work);
        work.completeExceptionally(failure);

        assertThat(later.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCause(failure);
        assertThat(locks.executeAsync(REQUEST, lease -> {
                            throw failure;
                        })
                        .toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCause(failure);
    }

    @Test
    void whoCancelsItCancelsTheWork() {
        CompletableFuture<String> work = new CompletableFuture<>();

        locks.executeAsync(REQUEST, lease -> work).toCompletableFuture().cancel(true);

        assertThat(work).isCancelled();
    }
}

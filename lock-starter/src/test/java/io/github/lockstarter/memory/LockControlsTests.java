package io.github.lockstarter.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LockDefaults;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.WakeListener;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a test makes of locks is what the application sees of them. */
@Tag("without-spring")
class LockControlsTests implements WakeListener {

    private static final LockDefaults DEFAULTS = new LockDefaults(
            Duration.ofMinutes(1), 20, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(1));

    private static final LockRequest ONCE = LockRequest.of("a").retries(0);

    private final InMemoryLockStore store = new InMemoryLockStore();

    private final LockTemplate locks = new LockTemplate(store, DEFAULTS, List.of());

    private final List<OwnerToken> woken = new ArrayList<>();

    private final LockTemplate others = new LockTemplate(store, DEFAULTS, List.of());

    @AfterEach
    void close() {
        store.reset();
        locks.close();
        others.close();
    }

    @Test
    void aBusyLockIsAnothers() {
        store.makeBusy("a", "web-1:42");

        assertThatExceptionOfType(LockNotAcquiredException.class)
                .isThrownBy(() -> locks.acquire(ONCE))
                .satisfies(busy -> assertThat(busy.owner()).contains("web-1:42"));
        assertThat(store.isHeld("a")).isFalse();
        locks.acquire(LockRequest.of("b")).close();
    }

    @Test
    void aBusyLockNeedHaveNoName() {
        store.makeBusy("a");

        assertThatExceptionOfType(LockNotAcquiredException.class)
                .isThrownBy(() -> locks.acquire(ONCE))
                .withMessageContaining("held by another owner")
                .satisfies(busy -> assertThat(busy.owner()).isEmpty());
    }

    @Test
    void oneOfSeveralKeysThatIsBusyIsEnough() {
        store.makeBusy("b");

        assertThatExceptionOfType(LockNotAcquiredException.class)
                .isThrownBy(
                        () -> locks.acquire(LockRequest.of(List.of("a", "b")).retries(0)));
        assertThat(store.heldKeys()).isEmpty();
    }

    @Test
    void whatIsHeldIsNotMadeBusy() {
        Lease lease = locks.acquire(ONCE);

        assertThatIllegalStateException()
                .isThrownBy(() -> store.makeBusy("a"))
                .withMessageContaining("The lock 'a' is held")
                .withMessageContaining("steal(\"a\")");

        lease.ensure(Duration.ofMinutes(2));
        assertThat(store.isHeld("a")).isTrue();
    }

    @Test
    void aStolenLeaseIsRefusedItsRenewal() {
        Lease lease = locks.acquire(ONCE);

        store.steal("a");

        assertThat(store.isHeld("a")).isFalse();
        assertThat(lease.isValid()).isTrue();
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> lease.ensure(Duration.ofMinutes(2)))
                .satisfies(lost -> assertThat(lost.reason()).isEqualTo(Reason.REFUSED));
        assertThat(others.tryAcquire(ONCE)).isEmpty();
    }

    @Test
    void aStolenLeaseIsLostWhenItsCallEnds() {
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> locks.execute("a", lease -> {
                    store.steal("a");
                    return 1;
                }));
    }

    @Test
    void aLockIsStolenAlsoWhereNobodyHoldsIt() {
        store.steal("a");

        assertThat(locks.tryAcquire(ONCE)).isEmpty();
    }

    @Test
    void whatAnotherHasIsSeenAndReleasedByForceAsInRedis() {
        store.makeBusy("a", "web-1:42");
        assertThat(Await.value(store.inspect("a"))).isEqualTo(new LockState(true, "web-1:42", null, 0, 0));

        assertThat(Await.value(store.forceRelease("a")).owner()).isEqualTo("web-1:42");

        assertThat(locks.tryAcquire(ONCE)).isPresent();
    }

    @Test
    void aLeaseThatWasStolenFromDoesNotGetItsLockBack() {
        Lease lease = locks.acquire(ONCE);
        store.steal("a");

        store.free("a");

        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> lease.ensure(Duration.ofMinutes(2)));
        assertThat(others.tryAcquire(ONCE)).isPresent();
    }

    @Test
    void whoWaitsForABusyLockGetsItWhenItIsFree() {
        store.makeBusy("a");
        CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(() -> locks.acquire(LockRequest.of("a")));
        Await.until(() -> Await.value(store.inspect("a")).waiting() == 1);

        store.free("a");

        assertThat(store.isHeld("a")).isTrue();
        Await.value(waiting).close();
    }

    @Test
    void whoWaitsIsWokenByFreeByExpireAndByReset() {
        store.makeBusy("a");
        OwnerToken first = joined(1);
        OwnerToken second = joined(2);
        OwnerToken third = joined(3);

        store.free("a");
        assertThat(woken).containsExactly(first);
        store.expire("a");
        assertThat(woken).containsExactly(first, second);
        store.reset();
        assertThat(woken).containsExactly(first, second, third);
    }

    @Test
    void freeTouchesNoLease() {
        Lease lease = locks.acquire(ONCE);

        store.free("a");
        store.free("unknown");

        lease.ensure(Duration.ofMinutes(2));
        assertThat(store.heldKeys()).containsExactly("a");
        assertThat(store.size()).isOne();
    }

    @Test
    void theNextInLineGetsALockThatExpires() {
        Lease lease = locks.acquire(ONCE);
        CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(() -> others.acquire(LockRequest.of("a")));
        Await.until(() -> Await.value(store.inspect("a")).waiting() == 1);

        store.expire("a");

        assertThat(store.isHeld("a")).isTrue();
        Lease next = Await.value(waiting);
        assertThat(next.fencingToken()).isGreaterThan(lease.fencingToken());
        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> lease.ensure(Duration.ofMinutes(2)));
        next.ensure(Duration.ofMinutes(2));
    }

    @Test
    void callsOfTheSameApplicationGetItOnceTheHolderKnows() {
        Lease lease = locks.acquire(ONCE);
        CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(() -> locks.acquire(LockRequest.of("a")));

        store.expire("a");

        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> lease.ensure(Duration.ofMinutes(2)));
        Await.value(waiting).ensure(Duration.ofMinutes(2));
    }

    @Test
    void whatNobodyHoldsDoesNotExpire() {
        locks.acquire(LockRequest.of("b"));

        assertThatIllegalStateException()
                .isThrownBy(() -> store.expire("a"))
                .withMessageContaining("no lease holds the lock 'a'. Held are [b]");
        store.makeBusy("a");
        assertThatIllegalStateException().isThrownBy(() -> store.expire("a"));
    }

    @Test
    void anUnavailableStoreIsNoBusyOne() {
        store.makeUnavailable();

        assertThatExceptionOfType(LockStoreException.class)
                .isThrownBy(() -> locks.acquire(ONCE))
                .withMessageContaining("not acquired after 1 attempt")
                .withMessageContaining("InMemoryLockStore.makeUnavailable() was called");
    }

    @Test
    void whatIsHeldOutlastsAStoreThatIsUnavailableForAWhile() {
        Lease lease = locks.acquire(ONCE);
        store.makeUnavailable();
        assertThatExceptionOfType(LockStoreException.class).isThrownBy(() -> lease.ensure(Duration.ofMinutes(2)));
        assertThat(lease.isValid()).isTrue();

        store.makeAvailable();

        lease.ensure(Duration.ofMinutes(2));
    }

    @Test
    void aReleaseIsMadeUpForOnceTheStoreIsAvailable() {
        Lease lease = locks.acquire(ONCE);
        store.makeUnavailable();
        lease.close();
        assertThat(store.isHeld("a")).isTrue();

        store.makeAvailable();

        Await.until(() -> !store.isHeld("a"));
    }

    @Test
    void whatIsHeldIsListedInOrderAsItIsNow() {
        locks.acquire(LockRequest.of("b"));
        Lease lease = locks.acquire(LockRequest.of("a"));
        Set<String> before = store.heldKeys();
        lease.close();

        assertThat(before).containsExactly("a", "b").isUnmodifiable();
        assertThat(store.heldKeys()).containsExactly("b");
        assertThat(store.isHeld("b")).isTrue();
        assertThat(store.isHeld("a")).isFalse();
    }

    @Test
    void aLockThatIsKeptAfterItsMethodIsNotHeld() {
        locks.execute(LockRequest.of("a").minHold(Duration.ofSeconds(30)), lease -> 1);

        assertThat(store.isHeld("a")).isFalse();
        assertThat(locks.tryAcquire(ONCE)).isEmpty();
        store.expire("a");
        assertThat(locks.tryAcquire(ONCE)).isPresent();
    }

    @Test
    void afterAResetThereIsNoLockAndFencingTokensGoOn() {
        Lease lease = locks.acquire(ONCE);
        store.makeBusy("b");
        store.makeUnavailable();

        store.reset();

        assertThat(store.heldKeys()).isEmpty();
        assertThat(locks.tryAcquire(LockRequest.of("b"))).isPresent();
        assertThat(others.acquire(ONCE).fencingToken()).isGreaterThan(lease.fencingToken());
        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> lease.ensure(Duration.ofMinutes(2)));
    }

    @Test
    void whoWaitsAsksAgainAfterAReset() {
        store.makeBusy("a");
        CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(() -> locks.acquire(LockRequest.of("a")));
        Await.until(() -> Await.value(store.inspect("a")).waiting() == 1);

        store.reset();

        Await.value(waiting).close();
    }

    /** Stands in line, and hears when it is woken. */
    private OwnerToken joined(int number) {
        OwnerToken token = new OwnerToken("%032x@test".formatted(number));
        store.onWake("test", this);
        store.acquire(new Acquire(List.of("a"), token, Duration.ofMinutes(1), 0, Standing.IN_LINE));
        return token;
    }

    @Override
    public void woken(OwnerToken token) {
        woken.add(token);
    }

    @Override
    public void listening() {}
}

package io.github.lockstarter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** All that is ever asked of a store with a line, once: each branch of its scripts that runs another command. */
final class EveryStep implements WakeListener {

    private static final Duration TTL = Duration.ofSeconds(10);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Queue<OwnerToken> woken = new ConcurrentLinkedQueue<>();

    private final String key = "step-" + NUMBER.incrementAndGet();

    private final LockStore store;

    private final BooleanSupplier enough;

    private EveryStep(LockStore store, BooleanSupplier enough) {
        this.store = store;
        this.enough = enough;
    }

    static void run(LockStore store) {
        new EveryStep(store, () -> false).run();
    }

    /** As far as it goes; what has been seen enough of is not waited for. */
    static void runUntil(LockStore store, BooleanSupplier enough) {
        try {
            new EveryStep(store, enough).run();
        } catch (AssertionError refused) {
            // Which step fails is the store's affair.
        }
    }

    private void run() {
        OwnerToken holder = token();
        OwnerToken leaving = token();
        OwnerToken waiting = token();
        OwnerToken next = token();
        try (Subscription hints = store.onWake("test", this)) {
            Await.until(() -> hints.ensureListening() || enough.getAsBoolean());
            assertThat(acquire(holder)).isInstanceOf(Grant.class);
            assertThat(acquire(leaving)).isInstanceOf(Busy.class);
            assertThat(acquire(waiting)).isInstanceOf(Busy.class);
            assertThat(acquire(holder)).isInstanceOf(Grant.class);
            assertThat(Await.value(store.renew(held(holder), TTL))).isEqualTo(Renewal.RENEWED);
            Await.value(store.withdraw(Acquire.once(List.of(key), leaving, TTL)));
            assertThat(Await.value(store.release(held(holder), null)).ours()).isTrue();
            Await.until(() -> woken.contains(waiting) || enough.getAsBoolean());
            assertThat(acquire(waiting)).isInstanceOf(Grant.class);
            Acquire ahead = new Acquire(List.of(key), next, TTL, 0, Standing.AHEAD);
            assertThat(Await.value(store.release(held(waiting), ahead)).next()).isInstanceOf(Grant.class);
            assertThat(Await.value(store.release(held(next).keptFor(TTL), null)).ours())
                    .isTrue();
            assertThat(Await.value(store.inspect(key)).held()).isTrue();
            assertThat(Await.value(store.forceRelease(key)).wasHeld()).isTrue();
            if (store.sharesLocks()) {
                shared();
            }
            Acquire several = Acquire.once(List.of("{" + key + "}b", "{" + key + "}c"), token(), TTL);
            assertThat(Await.value(store.acquire(several))).isInstanceOf(Grant.class);
            assertThat(Await.value(store.acquire(several))).isInstanceOf(Grant.class);
        }
    }

    private void shared() {
        OwnerToken one = token().withPermits(2);
        OwnerToken other = token().withPermits(2);
        OwnerToken alone = token().deaf();
        OwnerToken next = token().withPermits(2);
        assertThat(acquire(one)).isInstanceOf(Grant.class);
        assertThat(acquire(other)).isInstanceOf(Grant.class);
        assertThat(acquire(token().withPermits(OwnerToken.ANY_NUMBER))).isInstanceOf(Busy.class);
        assertThat(acquire(alone)).isInstanceOf(Busy.class);
        assertThat(Await.value(store.renew(held(one), TTL))).isEqualTo(Renewal.RENEWED);
        assertThat(Await.value(store.inspect(key)).holders()).isEqualTo(2);
        Acquire ahead = new Acquire(List.of(key), next, TTL, 0, Standing.AHEAD);
        assertThat(Await.value(store.release(held(one), ahead)).next()).isInstanceOf(Grant.class);
        assertThat(Await.value(store.release(held(next).keptFor(TTL), null)).ours())
                .isTrue();
        assertThat(Await.value(store.release(held(other), null)).ours()).isTrue();
        assertThat(Await.value(store.forceRelease(key)).wasHeld()).isTrue();
    }

    private Answer acquire(OwnerToken token) {
        return Await.value(store.acquire(new Acquire(List.of(key), token, TTL, 0, Standing.IN_LINE)));
    }

    private Held held(OwnerToken token) {
        return new Held(List.of(key), token, TTL);
    }

    private static OwnerToken token() {
        return new OwnerToken("%032x@test".formatted(NUMBER.incrementAndGet()));
    }

    @Override
    public void woken(OwnerToken token) {
        woken.add(token);
    }

    @Override
    public void listening() {}
}

package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A store that does nothing: what it is asked is noted, and answered when and as a test says. */
final class ScriptedStore implements LockStore {

    /** An acquire, alone or with a release. */
    record Asked(
            Acquire acquire,
            @Nullable Held inPlaceOf,
            CompletableFuture<Answer> alone,
            CompletableFuture<Release> both) {

        OwnerToken token() {
            return acquire.token();
        }

        void grant() {
            grant(acquire.ttl());
        }

        void grant(Duration expiresIn) {
            answer(new Grant(1, expiresIn));
        }

        void busy() {
            answer(new Busy("elsewhere", null));
        }

        void answer(@Nullable Answer answer) {
            if (inPlaceOf == null) {
                alone.complete(answer);
            } else {
                both.complete(new Release(true, answer));
            }
        }

        void fail(StoreFailure.Kind kind) {
            StoreFailure failure = new StoreFailure(kind, "as the test says", null);
            alone.completeExceptionally(failure);
            both.completeExceptionally(failure);
        }
    }

    /** A renewal. */
    record Renewed(Held held, Duration ttl, CompletableFuture<Renewal> answer) {}

    /** A release that goes alone. */
    record Released(Held held, CompletableFuture<Release> answer) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final List<Renewed> renewed = new CopyOnWriteArrayList<>();

    private final List<Released> released = new CopyOnWriteArrayList<>();

    private final List<Acquire> withdrawn = new CopyOnWriteArrayList<>();

    private volatile boolean hints;

    private volatile @Nullable WakeListener listener;

    private volatile int subscriptions;

    /** Hints come in, for whoever asks for them, or do not any more. */
    void hints(boolean comeIn) {
        hints = comeIn;
    }

    int asks() {
        return asked.size();
    }

    Asked lastAsked() {
        return asked.get(asked.size() - 1);
    }

    Asked asked(int number) {
        return asked.get(number);
    }

    List<Renewed> renewed() {
        return renewed;
    }

    Renewed lastRenewed() {
        return renewed.get(renewed.size() - 1);
    }

    List<Released> released() {
        return released;
    }

    /** The tokens of what was withdrawn. */
    List<OwnerToken> withdrawn() {
        return withdrawn.stream().map(Acquire::token).toList();
    }

    /** How often somebody asked for hints. */
    int subscriptions() {
        return subscriptions;
    }

    WakeListener listener() {
        return listener;
    }

    @Override
    public boolean sharesLocks() {
        return true;
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        Asked one = new Asked(acquire, null, new CompletableFuture<>(), new CompletableFuture<>());
        asked.add(one);
        return one.alone();
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        Renewed one = new Renewed(held, ttl, new CompletableFuture<>());
        renewed.add(one);
        return one.answer();
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        if (next == null) {
            Released one = new Released(held, new CompletableFuture<>());
            released.add(one);
            return one.answer();
        }
        Asked one = new Asked(next, held, new CompletableFuture<>(), new CompletableFuture<>());
        asked.add(one);
        return one.both();
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        withdrawn.add(acquire);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription onWake(String instance, WakeListener listener) {
        this.listener = listener;
        subscriptions++;
        return new Subscription() {
            @Override
            public boolean ensureListening() {
                return hints;
            }

            @Override
            public void close() {}
        };
    }
}

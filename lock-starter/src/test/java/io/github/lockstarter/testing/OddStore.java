package io.github.lockstarter.testing;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store that does as it should, but for what a test overrides. */
public class OddStore implements LockStore {

    private final InMemoryLockStore store = new InMemoryLockStore();

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return store.acquire(acquire);
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
        return store.withdraw(acquire);
    }
}

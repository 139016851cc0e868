package io.github.lockstarter.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.SharingContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InMemoryLockStoreTests extends SharingContract {

    private final AtomicLong now = new AtomicLong();

    private final InMemoryLockStore store = new InMemoryLockStore(now::get);

    @Override
    protected LockStore store() {
        return store;
    }

    @Override
    protected void elapse(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void forgetsWhatIsOver() {
        for (int i = 0; i < 10_000; i++) {
            OwnerToken token = token();
            Acquire acquire = Acquire.once(List.of("key-" + i), token, Duration.ofSeconds(1));
            store.acquire(acquire);
            if (i % 2 == 0) {
                store.release(new Held(acquire.keys(), token, acquire.ttl()), null);
            }
            elapse(Duration.ofMillis(100));
        }

        assertThat(store.size()).isLessThanOrEqualTo(128);
    }
}

package io.github.lockstarter.torture.worker;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** This library's. */
public final class StarterLocking implements Locking {

    private static final Duration RETRY_DELAY = Duration.ofMillis(20);

    private final LockOperations locks;

    StarterLocking(LockOperations locks) {
        this.locks = locks;
    }

    @Override
    public Held acquire(Key key, Duration ttl, Duration waitTime) throws NotGranted {
        return acquire(request(List.of(key), ttl, waitTime));
    }

    HeldLease acquire(LockRequest request) throws NotGranted {
        return new HeldLease(granted(() -> locks.acquire(request)));
    }

    /** Runs the work under the lease, as users mostly do. */
    <T> T execute(LockRequest request, Function<HeldLease, T> work) throws NotGranted {
        return granted(() -> locks.execute(request, lease -> work.apply(new HeldLease(lease))));
    }

    static LockRequest request(List<Key> keys, Duration ttl, Duration waitTime) {
        return LockRequest.of(keys.stream().map(Key::name).toList())
                .name(keys.get(0).workload().name())
                .ttl(ttl)
                .retryDelay(RETRY_DELAY)
                .waitTime(waitTime);
    }

    /** Runs what locks, and tells its exceptions apart. */
    public static <T> T granted(Supplier<T> call) throws NotGranted {
        try {
            return call.get();
        } catch (LockNotAcquiredException e) {
            throw new NotGranted(Refusal.BUSY, e);
        } catch (LockStoreException e) {
            throw new NotGranted(Refusal.UNAVAILABLE, e);
        } catch (LockInterruptedException e) {
            throw new NotGranted(Refusal.INTERRUPTED, e);
        }
    }

    @Override
    public void close() {}

    /** A lease as what is held. */
    public record HeldLease(Lease lease) implements Held {

        @Override
        public long fencingToken() {
            return lease.fencingToken();
        }

        @Override
        public long deadline() {
            long asked = System.nanoTime();
            Duration remaining = lease.remaining();
            return remaining.isZero() ? 0 : asked + remaining.toNanos();
        }

        @Override
        public boolean isValid() {
            return lease.isValid();
        }

        @Override
        public void onLoss(IntConsumer told) {
            lease.lost().thenAccept(loss -> told.accept(loss.reason().ordinal()));
        }

        @Override
        public void release() {
            lease.close();
        }
    }
}

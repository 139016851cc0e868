package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockListener;
import java.util.Set;

/**
 * Goes along with each call that acquires, for traces and timers, where a {@link LockListener} is told of single events. It answers
 * nothing and can stop nothing: what it throws is logged and goes no further. Called on the thread of the call, or on one of the
 * starter's that may block; the call waits for it, so be quick. Implementations are thread-safe.
 */
public interface LockObserver {

    /** Goes along with nothing. */
    LockObserver NONE = (name, keys) -> Acquiring.UNOBSERVED;

    /**
     * A call begins to acquire. On the thread of the call, also where no thread waits.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, without the prefix that Redis sees
     * @return told how that ends
     */
    Acquiring acquiring(String name, Set<String> keys);

    /** A call that waits for its lock. Ends once, on any thread. */
    interface Acquiring {

        /** Listens to nothing. */
        Acquiring UNOBSERVED = new Acquiring() {

            @Override
            public Holding acquired(Lease lease, int attempts, long waitedNanos) {
                return Holding.UNOBSERVED;
            }

            @Override
            public void notAcquired(Throwable failure) {}
        };

        /**
         * It got its lock.
         *
         * @param lease what was acquired
         * @param attempts how often the store was asked while the call waited, 1 or more
         * @param waitedNanos from the beginning of the call, in nanoseconds
         * @return goes along with the lease
         */
        Holding acquired(Lease lease, int attempts, long waitedNanos);

        /**
         * It got none.
         *
         * @param failure a LockException; a CancellationException, where nobody wanted the lock any more; or what else went wrong. A
         *     LeaseLostException is of the call around, under whose lease this one would have run
         */
        void notAcquired(Throwable failure);
    }

    /** A lease. Ends once, on any thread; what comes after its end has no effect. */
    interface Holding {

        /** Listens to nothing. */
        Holding UNOBSERVED = new Holding() {

            @Override
            public Scope open() {
                return Scope.NONE;
            }

            @Override
            public void released() {}

            @Override
            public void releaseUnanswered(Throwable cause) {}

            @Override
            public void lost(LeaseLostException loss) {}
        };

        /**
         * What runs on this thread until the scope is closed, runs under the lease.
         *
         * @return to be closed on the same thread
         */
        Scope open();

        /** It ended as it should. */
        void released();

        /**
         * Nobody knows yet whether its release came through.
         *
         * @param cause what the store failed with, or that it was silent
         */
        void releaseUnanswered(Throwable cause);

        /**
         * It ended before it was closed; what ran under it may go on.
         *
         * @param loss why, and after how long
         */
        void lost(LeaseLostException loss);
    }

    /** Closed on the thread that opened it. */
    interface Scope extends AutoCloseable {

        /** Nothing to end. */
        Scope NONE = () -> {};

        @Override
        void close();
    }
}

package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What has become of a lease. It goes from holding to ended, or to lost and then to ended, and never back. */
sealed interface LeaseState {

    /** Null: not lost. */
    @Nullable
    Lost loss();

    /**
     * Ours until the deadline, on the clock of {@link System#nanoTime()}.
     *
     * @param committed whether what the call did was committed after a check
     */
    record Holding(long deadline, boolean committed) implements LeaseState {

        long left() {
            return deadline - System.nanoTime();
        }

        @Override
        public @Nullable Lost loss() {
            return null;
        }
    }

    /**
     * No longer ours, and not yet given back.
     *
     * @param committed whether that came after a checked commit: then the caller is not troubled with it
     */
    record Lost(Reason reason, Duration heldFor, boolean committed) implements LeaseState {

        @Override
        public Lost loss() {
            return this;
        }

        /** @param completed whether what ran under the lease returned rather than threw */
        LeaseLostException exception(LockTerms terms, boolean completed) {
            return new LeaseLostException(terms.name(), terms.keys(), reason, heldFor, completed);
        }
    }

    /** Given back, or about to be: the release may be on its way. */
    record Ended(@Nullable Lost loss) implements LeaseState {}
}

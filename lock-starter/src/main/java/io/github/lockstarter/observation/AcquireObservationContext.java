package io.github.lockstarter.observation;

import io.micrometer.observation.Observation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a call that acquires a lock: from its beginning, the name and keys; at its end, the outcome. */
public class AcquireObservationContext extends Observation.Context {

    private final String lockName;

    private final Set<String> keys;

    private @Nullable AcquireOutcome outcome;

    private @Nullable Integer attempts;

    private @Nullable Long waitedNanos;

    private @Nullable Long fencingToken;

    /**
     * Of a call that begins to acquire.
     *
     * @param lockName as written in code
     * @param keys as given, without the prefix that Redis sees
     */
    public AcquireObservationContext(String lockName, Set<String> keys) {
        this.lockName = lockName;
        this.keys = keys;
    }

    /** {@return the name of the lock as written in code: low cardinality} */
    public String getLockName() {
        return lockName;
    }

    /** {@return the keys as given, without the prefix that Redis sees: high cardinality} */
    public Set<String> getKeys() {
        return keys;
    }

    /** {@return how it ended; null until the end} */
    public @Nullable AcquireOutcome getOutcome() {
        return outcome;
    }

    /** {@return how often the store was asked; null until the end, and where that is not known} */
    public @Nullable Integer getAttempts() {
        return attempts;
    }

    /** {@return how long the call waited, counted from its beginning, in nanoseconds; null until the end, and where that is not known} */
    public @Nullable Long getWaitedNanos() {
        return waitedNanos;
    }

    /** {@return the fencing token; null unless the lock was acquired} */
    public @Nullable Long getFencingToken() {
        return fencingToken;
    }

    void acquired(int itsAttempts, long itsWaitedNanos, long itsFencingToken) {
        outcome = AcquireOutcome.ACQUIRED;
        attempts = itsAttempts;
        waitedNanos = itsWaitedNanos;
        fencingToken = itsFencingToken;
    }

    void busy(int itsAttempts, long itsWaitedNanos) {
        outcome = AcquireOutcome.BUSY;
        attempts = itsAttempts;
        waitedNanos = itsWaitedNanos;
    }

    void ended(AcquireOutcome itsOutcome) {
        outcome = itsOutcome;
    }
}

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

    public AcquireObservationContext(String lockName, Set<String> keys) {
        this.lockName = lockName;
        this.keys = keys;
    }

    /** The lock as written in code: low cardinality. */
    public String getLockName() {
        return lockName;
    }

    /** High cardinality. */
    public Set<String> getKeys() {
        return keys;
    }

    /** Null until the end. */
    public @Nullable AcquireOutcome getOutcome() {
        return outcome;
    }

    /** How often the store was asked; null until the end, and where that is not known. */
    public @Nullable Integer getAttempts() {
        return attempts;
    }

    /** From the beginning of the call, in nanoseconds; null until the end, and where that is not known. */
    public @Nullable Long getWaitedNanos() {
        return waitedNanos;
    }

    /** Null unless the lock was acquired. */
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

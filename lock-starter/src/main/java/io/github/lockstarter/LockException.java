package io.github.lockstarter;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A lock was not had, or not kept; the subclasses say which. Unchecked. */
public abstract sealed class LockException extends RuntimeException
        permits LockNotAcquiredException, LockStoreException, LeaseLostException, LockInterruptedException {

    private final String name;

    private final Set<String> keys;

    LockException(String message, @Nullable Throwable cause, String name, Set<String> keys) {
        super(message, cause);
        this.name = name;
        this.keys = keys;
    }

    /** {@return the name of the lock as written in code; low cardinality} */
    public String name() {
        return name;
    }

    /** {@return the keys of the call, without the prefix that Redis sees} */
    public Set<String> keys() {
        return keys;
    }
}

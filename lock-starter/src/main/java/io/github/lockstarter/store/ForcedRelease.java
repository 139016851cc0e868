package io.github.lockstarter.store;

import org.jspecify.annotations.Nullable;

/**
 * What a release by force came to.
 *
 * @param wasHeld whether there was something to release
 * @param owner the instance that held it, if it is known
 * @param fencingToken greater than that of the lease that ended; 0 if nothing was held
 */
public record ForcedRelease(boolean wasHeld, @Nullable String owner, long fencingToken) {

    /** There was nothing to release. */
    public static final ForcedRelease NOT_HELD = new ForcedRelease(false, null, 0);
}

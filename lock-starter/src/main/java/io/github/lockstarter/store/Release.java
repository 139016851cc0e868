package io.github.lockstarter.store;

import org.jspecify.annotations.Nullable;

/**
 * What a store answers to a release.
 *
 * @param ours whether the lock was ours until then; if not, nothing of another's was touched
 * @param next the answer to the acquire that came with the release, if one did
 */
public record Release(boolean ours, @Nullable Answer next) {

    /** It was ours, and no acquire came with it. */
    public static final Release RELEASED = new Release(true, null);

    /** It was not ours, and no acquire came with it. */
    public static final Release NOT_OURS = new Release(false, null);
}

package io.github.lockstarter.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What there is of one key, at one moment.
 *
 * @param held whether somebody holds it, or it is kept taken for a while
 * @param owner the instance that holds it, if somebody does and it is known
 * @param expiresIn after this long it is free unless it is renewed, if it is held and that is known
 * @param fencingToken the last one given, or 0 if none is remembered
 * @param waiting how many stand in line for it: JVMs, where each has one place
 * @param holders how many hold it, which may be more than one where it is shared
 */
public record LockState(
        boolean held,
        @Nullable String owner,
        @Nullable Duration expiresIn,
        long fencingToken,
        long waiting,
        long holders) {

    /**
     * One holds it, or nobody.
     *
     * @param held whether somebody holds it, or it is kept taken for a while
     * @param owner the instance that holds it, if somebody does and it is known
     * @param expiresIn after this long it is free unless it is renewed, if it is held and that is known
     * @param fencingToken the last one given, or 0 if none is remembered
     * @param waiting how many stand in line for it
     */
    public LockState(
            boolean held, @Nullable String owner, @Nullable Duration expiresIn, long fencingToken, long waiting) {
        this(held, owner, expiresIn, fencingToken, waiting, held ? 1 : 0);
    }
}

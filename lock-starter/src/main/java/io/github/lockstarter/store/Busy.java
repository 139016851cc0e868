package io.github.lockstarter.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The lock is another's; nothing was taken.
 *
 * @param owner the instance that holds it, if known
 * @param expiresIn after this long the present lease is over unless it was renewed, if known
 * @param since when it was granted, by the store's clock, if known
 * @param permits how many may hold it at once, by the smallest number in use; 1: one holds it alone, as far as is known
 */
public record Busy(
        @Nullable String owner,
        @Nullable Duration expiresIn,
        @Nullable Instant since,
        int permits) implements Answer {

    /**
     * One holds it alone.
     *
     * @param owner the instance that holds it, if known
     * @param expiresIn after this long the present lease is over unless it was renewed, if known
     * @param since when it was granted, by the store's clock, if known
     */
    public Busy(@Nullable String owner, @Nullable Duration expiresIn, @Nullable Instant since) {
        this(owner, expiresIn, since, 1);
    }

    /**
     * Since when is not known.
     *
     * @param owner the instance that holds it, if known
     * @param expiresIn after this long the present lease is over unless it was renewed, if known
     */
    public Busy(@Nullable String owner, @Nullable Duration expiresIn) {
        this(owner, expiresIn, null);
    }
}

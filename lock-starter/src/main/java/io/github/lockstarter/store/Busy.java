package io.github.lockstarter.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The lock is another's; nothing was taken.
 *
 * @param owner the instance that holds it, if known
 * @param expiresIn after this long the present lease is over unless it was renewed, if known
 */
public record Busy(@Nullable String owner, @Nullable Duration expiresIn) implements Answer {}

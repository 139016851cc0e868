package io.github.lockstarter.store;

import java.time.Duration;
import java.util.List;

/**
 * A lock that was granted.
 *
 * @param keys as they were acquired
 * @param token as it was acquired
 * @param ttl as it was acquired
 */
public record Held(List<String> keys, OwnerToken token, Duration ttl) {}

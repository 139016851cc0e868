package io.github.lockstarter;

import org.jspecify.annotations.Nullable;

/**
 * Somebody released a lock by force, through the endpoint {@code distributedlocks} of this JVM. Published as an application
 * event, for methods with {@code @EventListener}.
 *
 * @param key what was locked, without the prefix that Redis sees
 * @param owner the instance ({@code host:pid:...}) that held it, if it is known; it may work on until it learns of it
 * @param fencingToken greater than that of the lease that ended, and less than that of every later one
 */
public record LockForceReleasedEvent(String key, @Nullable String owner, long fencingToken) {}

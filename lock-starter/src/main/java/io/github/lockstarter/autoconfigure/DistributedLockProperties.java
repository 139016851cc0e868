package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.core.LineLimits;
import io.github.lockstarter.core.LockDefaults;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.AdviceMode;

/**
 * The properties of distributed locks.
 *
 * @param enabled Whether locks are acquired. Without, locked methods run unlocked.
 * @param ttl How long a lease lasts where the annotation or request says nothing: 10ms to 24h.
 * @param retries Attempts after the first where the annotation or request says nothing: 0 or more.
 * @param retryDelay Pause between attempts where the annotation or request says nothing: 1ms to 24h. Each pause is drawn
 *     from half of it to all of it.
 * @param maxHold How long a lease is renewed at most where the annotation or request says nothing: 10ms to 365d.
 * @param commandTimeout Longest wait for one reply of the store; never more than a quarter of the ttl.
 * @param maxWaiters How many calls of one JVM may wait for one key at once; further ones are busy at once.
 * @param passBudget How long one JVM may pass a lock from call to call while other JVMs wait for it: 0 to 1m. With 0, the
 *     others come first at every release.
 * @param mode How annotated methods are intercepted: by Spring's proxies, or woven in by AspectJ.
 * @param order Where the lock stands among the advice of a bean: lower is further out. Transactions are at 2147483647.
 * @param transactionAware Whether a lock is held until a transaction that is open around it completes, and checked before
 *     one that is begun inside it commits.
 * @param store What keeps the locks: redis, or the memory of this JVM, for tests and development.
 * @param redis Settings of the store in Redis.
 * @param jdbc Settings of the fence for data in SQL.
 */
@ConfigurationProperties("distributed-lock")
public record DistributedLockProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("10s") Duration ttl,
        @DefaultValue("20") int retries,
        @DefaultValue("100ms") Duration retryDelay,
        @DefaultValue("1h") Duration maxHold,
        @DefaultValue("1s") Duration commandTimeout,
        @DefaultValue("10000") int maxWaiters,
        @DefaultValue("5ms") Duration passBudget,
        @DefaultValue("proxy") AdviceMode mode,
        @DefaultValue("2147482647") int order,
        @DefaultValue("true") boolean transactionAware,
        @DefaultValue("redis") Store store,
        @DefaultValue Redis redis,
        @DefaultValue Jdbc jdbc) {

    /** What keeps the locks. */
    public enum Store {
        REDIS,
        MEMORY
    }

    /**
     * Settings of the store in Redis.
     *
     * @param connectionFactory Name of the RedisConnectionFactory bean, where there are several and none is primary.
     * @param keyPrefix What all keys of locks begin with; without braces.
     * @param fenceTtl Least time that a fencing token is remembered after its grant; ten times the ttl if that is more.
     */
    public record Redis(
            @Nullable String connectionFactory,
            @DefaultValue("lock:") String keyPrefix,
            @DefaultValue("1h") Duration fenceTtl) {}

    /**
     * Settings of the fence for data in SQL.
     *
     * @param initializeSchema Whether the table lock_fence is created at start-up: always, in an embedded database (H2 in
     *     memory), or never.
     */
    public record Jdbc(@DefaultValue("embedded") InitializeSchema initializeSchema) {}

    /** Where the table of the fence is created at start-up. */
    public enum InitializeSchema {
        ALWAYS,
        EMBEDDED,
        NEVER
    }

    LockDefaults defaults() {
        return checked(() -> new LockDefaults(ttl, retries, retryDelay, maxHold, commandTimeout));
    }

    LineLimits lineLimits() {
        return checked(() -> new LineLimits(maxWaiters, passBudget));
    }

    private static <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new LockConfigurationException(
                    "A property under distributed-lock is out of range: " + e.getMessage(),
                    "Correct distributed-lock.ttl, .retries, .retry-delay, .max-hold, .command-timeout, .max-waiters or .pass-budget.",
                    e);
        }
    }
}

package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.core.LineLimits;
import io.github.lockstarter.core.LockDefaults;
import java.time.Duration;
import java.util.List;
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
 * @param warnSelfInvocation Whether to warn at start-up of locked methods that a bean calls on itself, past the proxy and so
 *     unlocked.
 * @param slowWait Calls that wait so long for their lock are warned of in the log: 0 to 24h. With 0, none are.
 * @param logKeys Whether keys are shown in log lines and messages of exceptions, and by the endpoint. Without, the name of the
 *     lock stands alone: for keys that are personal data.
 * @param store What keeps the locks: redis, or the memory of this JVM, for tests and development.
 * @param redis Settings of the store in Redis.
 * @param redlock Settings of locks on a majority of independent Redis servers.
 * @param jdbc Settings of the fence for data in SQL.
 */
@ConfigurationProperties("distributed-lock")
public record DistributedLockProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue(DistributedLockProperties.DEFAULT_TTL) Duration ttl,
        @DefaultValue("20") int retries,
        @DefaultValue("100ms") Duration retryDelay,
        @DefaultValue("1h") Duration maxHold,
        @DefaultValue("1s") Duration commandTimeout,
        @DefaultValue("10000") int maxWaiters,
        @DefaultValue("5ms") Duration passBudget,
        @DefaultValue("proxy") AdviceMode mode,
        @DefaultValue("2147482647") int order,
        @DefaultValue("true") boolean transactionAware,
        @DefaultValue("true") boolean warnSelfInvocation,
        @DefaultValue("5s") Duration slowWait,
        @DefaultValue("true") boolean logKeys,
        @DefaultValue("redis") Store store,
        @DefaultValue Redis redis,
        @DefaultValue Redlock redlock,
        @DefaultValue Jdbc jdbc) {

    static final String DEFAULT_TTL = "10s";

    /** Longer than anybody may ask for. */
    static final Duration NO_LIMIT = Duration.ofDays(365);

    private static final Duration LONGEST_QUARANTINE = Duration.ofHours(24);

    /** What keeps the locks. */
    public enum Store {
        /** The Redis of the application, or, where their addresses are given, several as a Redlock. */
        REDIS,
        /** This JVM: for tests, and applications that run once. */
        MEMORY
    }

    /**
     * Settings of the store in Redis.
     *
     * @param connectionFactory Name of the RedisConnectionFactory bean, where there are several and none is primary.
     * @param keyPrefix What all keys of locks begin with; without braces.
     * @param fenceTtl Least time that a fencing token is remembered after its grant; ten times the ttl if that is more.
     * @param waitReplicas How many replicas have to have each grant and renewal before it counts: as many as the master has.
     *     With 0 the master's word is enough.
     * @param waitTimeout Longest wait for the replicas, 1ms to 10s: well below a quarter of the shortest ttl.
     */
    public record Redis(
            @Nullable String connectionFactory,
            @DefaultValue("lock:") String keyPrefix,
            @DefaultValue("1h") Duration fenceTtl,
            @DefaultValue("0") int waitReplicas,
            @DefaultValue("100ms") Duration waitTimeout) {}

    /**
     * Settings of locks on a majority of independent Redis servers (Redlock): used if there are nodes.
     *
     * @param nodes Independent Redis servers, each redis://host:port, or rediss://user:password@host:port. An odd number:
     *     three or five.
     * @param nodeTimeout Longest wait for one node, 1ms to 10s, at most half of the command-timeout; never more than a tenth of the ttl.
     * @param quarantine How long a node does not vote after its start, since it may have lost its locks. The longest ttl that a
     *     lock may ask for. 0: nodes vote at once, for servers that write each command to disk before they answer.
     * @param username User name where a node has no credentials of its own.
     * @param password Password where a node has no credentials of its own.
     * @param ssl TLS to the nodes.
     */
    public record Redlock(
            @DefaultValue List<String> nodes,
            @DefaultValue("50ms") Duration nodeTimeout,
            @DefaultValue("30s") Duration quarantine,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue Ssl ssl) {

        /** A lock may take two questions, and who asks waits for both. */
        Duration checkedNodeTimeout(Duration commandTimeout) {
            inRange("node-timeout", nodeTimeout, Duration.ofMillis(1), Duration.ofSeconds(10));
            if (nodeTimeout.multipliedBy(2).compareTo(commandTimeout) > 0) {
                throw new LockConfigurationException(
                        "distributed-lock.redlock.node-timeout is %d ms, and distributed-lock.command-timeout %d ms: one lock may take two questions to the nodes."
                                .formatted(nodeTimeout.toMillis(), commandTimeout.toMillis()),
                        "Set distributed-lock.command-timeout to at least twice the node-timeout, or lower that.");
            }
            return nodeTimeout;
        }

        Duration checkedQuarantine() {
            return inRange("quarantine", quarantine, Duration.ZERO, LONGEST_QUARANTINE);
        }

        /** No lock may outlast what a node that has lost it waits. */
        Duration longestTtl() {
            return nodes.isEmpty() || quarantine.isZero() ? NO_LIMIT : checkedQuarantine();
        }

        private static Duration inRange(String name, Duration value, Duration least, Duration most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new LockConfigurationException(
                        "distributed-lock.redlock.%s is %d ms.".formatted(name, value.toMillis()),
                        "Set it to %d ms up to %d ms.".formatted(least.toMillis(), most.toMillis()));
            }
            return value;
        }
    }

    /**
     * TLS to the nodes of a Redlock.
     *
     * @param enabled Whether to use TLS also where the address of a node does not say so; yes if there is a bundle.
     * @param bundle SSL bundle that has the keys and the certificates.
     */
    public record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {

        boolean isEnabled() {
            return enabled == null ? bundle != null && !bundle.isBlank() : enabled;
        }
    }

    /**
     * Settings of the fence for data in SQL.
     *
     * @param initializeSchema Whether the table lock_fence is created at start-up: always, in an embedded database (H2 in
     *     memory), or never.
     */
    public record Jdbc(@DefaultValue("embedded") InitializeSchema initializeSchema) {}

    /** Where the table of the fence is created at start-up. */
    public enum InitializeSchema {
        /** In whatever database. */
        ALWAYS,
        /** In H2, in memory. */
        EMBEDDED,
        /** Nowhere: somebody else creates it. */
        NEVER
    }

    /** @param longestTtl what the store allows */
    LockDefaults defaults(Duration longestTtl) {
        if (ttl.compareTo(longestTtl) > 0) {
            throw new LockConfigurationException(
                    "distributed-lock.ttl is %d ms, longer than distributed-lock.redlock.quarantine, %d ms: a node that restarts and has lost a lock would grant it again while it is held."
                            .formatted(ttl.toMillis(), longestTtl.toMillis()),
                    "Set a shorter distributed-lock.ttl (with renew = true where methods run longer), or a longer distributed-lock.redlock.quarantine.");
        }
        return checked(() -> new LockDefaults(ttl, retries, retryDelay, maxHold, commandTimeout, logKeys));
    }

    Duration checkedSlowWait() {
        if (slowWait.isNegative() || slowWait.compareTo(Duration.ofHours(24)) > 0) {
            throw new LockConfigurationException(
                    "distributed-lock.slow-wait is %d ms.".formatted(slowWait.toMillis()),
                    "Set it to 0 (no warnings of long waits) up to 24h.");
        }
        return slowWait;
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

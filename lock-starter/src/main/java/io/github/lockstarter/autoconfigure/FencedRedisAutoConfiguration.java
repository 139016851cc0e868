package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.store.LockStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The Redis client that refuses. It is there also where it can only refuse, so that what injects it need not know; but not with
 * Redlock or another client than Lettuce, where an application that writes through it expects what it cannot have.
 */
@AutoConfiguration(after = {RedisLockStoreAutoConfiguration.class, InMemoryLockStoreAutoConfiguration.class})
@ConditionalOnClass(RedisConnectionFactory.class)
public final class FencedRedisAutoConfiguration {

    /** Lazy, so that it fails only where somebody wants it. */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    FencedRedis fencedRedis(ObjectProvider<LockStore> stores) {
        if (stores.getIfUnique() instanceof QuorumLockStore) {
            throw new LockConfigurationException(
                    "FencedRedis cannot work with Redlock (distributed-lock.redlock.nodes): it checks the lock and writes in one step on one server, and here the lock is on a majority of several.",
                    "Keep the locks in the Redis that has the data, or let what you write to refuse a smaller fencing token than it has seen (Lease.fencingToken(), JdbcFence).");
        }
        if (!(stores.getIfUnique() instanceof RedisLockStore redis)) {
            return FencedRedis.refusing(reason(stores.getIfUnique()));
        }
        if (!(redis.connectionFactory() instanceof LettuceConnectionFactory)) {
            throw new LockConfigurationException(
                    "FencedRedis needs Lettuce, and the connections of the locks are made by %s."
                            .formatted(redis.connectionFactory().getClass().getSimpleName()),
                    "Use Lettuce; or send your writes as a RedisScript that refuses a smaller fencing token than it has seen (Lease.fencingToken()).");
        }
        return new FencedRedis(redis);
    }

    private static String reason(@Nullable LockStore store) {
        String why = store == null
                ? "locks are switched off (distributed-lock.enabled=false), or have no store"
                : "locks are kept by %s (distributed-lock.store, or a bean of yours), not by RedisLockStore"
                        .formatted(store.getClass().getSimpleName());
        return "FencedRedis has nothing to fence with: " + why + ".";
    }
}

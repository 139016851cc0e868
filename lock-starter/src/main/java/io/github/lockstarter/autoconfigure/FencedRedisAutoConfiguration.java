package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.store.LockStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** The Redis client that refuses. It is there also where it can only refuse, so that what injects it need not know. */
@AutoConfiguration(after = {RedisLockStoreAutoConfiguration.class, InMemoryLockStoreAutoConfiguration.class})
@ConditionalOnClass(RedisConnectionFactory.class)
public final class FencedRedisAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FencedRedis fencedRedis(ObjectProvider<LockStore> stores) {
        return stores.getIfUnique() instanceof RedisLockStore redis
                ? new FencedRedis(redis)
                : FencedRedis.refusing(reason(stores.getIfUnique()));
    }

    private static String reason(@Nullable LockStore store) {
        String why = store == null
                ? "locks are switched off (distributed-lock.enabled=false), or have no store"
                : "locks are kept by %s (distributed-lock.store, or a bean of yours), not by RedisLockStore"
                        .formatted(store.getClass().getSimpleName());
        return "FencedRedis has nothing to fence with: " + why + ".";
    }
}

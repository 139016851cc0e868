package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.LockStore;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Locks in Redis, through the application's connection factory. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
            "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration"
        })
@ConditionalOnClass(RedisConnectionFactory.class)
@Conditional(Settings.InRedis.class)
@EnableConfigurationProperties(DistributedLockProperties.class)
public final class RedisLockStoreAutoConfiguration {

    @Bean(initMethod = "connect")
    @ConditionalOnMissingBean(LockStore.class)
    RedisLockStore redisLockStore(ConfigurableListableBeanFactory beanFactory, DistributedLockProperties properties) {
        DistributedLockProperties.Redis redis = properties.redis();
        return new RedisLockStore(
                ConnectionFactories.select(beanFactory, redis.connectionFactory()),
                redis.keyPrefix(),
                redis.fenceTtl(),
                new Acknowledgement(redis.waitReplicas(), redis.waitTimeout()));
    }
}

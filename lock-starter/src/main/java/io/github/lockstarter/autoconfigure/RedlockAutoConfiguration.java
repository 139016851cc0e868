package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.quorum.QuorumNode;
import io.github.lockstarter.redis.RedlockNodes;
import io.github.lockstarter.store.LockStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Locks on a majority of independent Redis servers: {@code distributed-lock.redlock.nodes}. */
@AutoConfiguration(before = RedisLockStoreAutoConfiguration.class)
@Conditional(Settings.ByRedlock.class)
@EnableConfigurationProperties(DistributedLockProperties.class)
public final class RedlockAutoConfiguration {

    /** Lettuce is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "io.lettuce.core.RedisClient")
    @ConditionalOnMissingBean(LockStore.class)
    static class WithLettuce {

        @Bean(initMethod = "connect")
        @ConditionalOnMissingBean
        RedlockNodes redlockNodes(DistributedLockProperties properties, ObjectProvider<SslBundles> bundles) {
            DistributedLockProperties.Redlock redlock = properties.redlock();
            return new RedlockNodes(
                    RedlockUris.of(redlock),
                    properties.redis().keyPrefix(),
                    properties.redis().fenceTtl(),
                    redlock.checkedQuarantine(),
                    RedlockSsl.options(redlock.ssl(), bundles));
        }

        @Bean
        QuorumLockStore quorumLockStore(RedlockNodes nodes, DistributedLockProperties properties) {
            DistributedLockProperties.Redlock redlock = properties.redlock();
            return new QuorumLockStore(
                    nodes.all().stream()
                            .map(node -> new QuorumNode(node.name(), node))
                            .toList(),
                    redlock.checkedNodeTimeout(properties.commandTimeout()),
                    redlock.longestTtl());
        }
    }

    /** Lettuce is not there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("io.lettuce.core.RedisClient")
    @ConditionalOnMissingBean(LockStore.class)
    static class WithoutLettuce {

        @Bean
        LockStore quorumLockStore() {
            throw new LockConfigurationException(
                    "distributed-lock.redlock.nodes is set, and Redlock needs Lettuce, which is not on the class path.",
                    "Add io.lettuce:lettuce-core, which spring-boot-starter-data-redis brings along unless it is excluded.");
        }
    }
}

package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.core.DangerReport;
import io.github.lockstarter.core.LockObserver;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.core.LoggingLockListener;
import io.github.lockstarter.core.OuterWork;
import io.github.lockstarter.core.UnlockedOperations;
import io.github.lockstarter.store.LockStore;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The operations on locks, whatever store there is. */
@AutoConfiguration(after = {RedisLockStoreAutoConfiguration.class, InMemoryLockStoreAutoConfiguration.class})
@EnableConfigurationProperties(DistributedLockProperties.class)
public final class DistributedLockAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(DistributedLockAutoConfiguration.class);

    /** Locks are on. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(Settings.Enabled.class)
    static class Enabled {

        @Bean
        @ConditionalOnMissingBean
        LoggingLockListener loggingLockListener(DistributedLockProperties properties) {
            return new LoggingLockListener(properties.checkedSlowWait());
        }

        @Bean
        @ConditionalOnMissingBean
        LossPublisher lockLossPublisher(ApplicationEventPublisher events) {
            return new LossPublisher(events);
        }

        @Bean
        @ConditionalOnMissingBean(LockOperations.class)
        LockTemplate distributedLockTemplate(
                ObjectProvider<LockStore> stores,
                DistributedLockProperties properties,
                ObjectProvider<LockListener> listeners,
                ObjectProvider<LockObserver> observers,
                ObjectProvider<OuterWork> outerWork) {
            LockStore store = stores.getIfAvailable(() -> {
                throw new LockConfigurationException(
                        "There is no store for distributed locks: distributed-lock.store=%s, and what it needs is missing."
                                .formatted(properties.store().name().toLowerCase(Locale.ROOT)),
                        "For Redis, add spring-boot-starter-data-redis; for tests and development, set distributed-lock.store=memory; or define a bean of type LockStore.");
            });
            return new LockTemplate(
                    store,
                    properties.defaults(store.longestTtl()),
                    properties.lineLimits(),
                    listeners.orderedStream().toList(),
                    observers.orderedStream().toList(),
                    outerWork.getIfAvailable(() -> OuterWork.NONE));
        }

        @Bean(initMethod = "start")
        @ConditionalOnMissingBean
        @ConditionalOnBean(LockStore.class)
        DangerReport lockDangerReport(LockStore store) {
            return new DangerReport(store);
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(LockTemplate.class)
        LockLifecycle lockLifecycle(LockTemplate template) {
            return new LockLifecycle(template);
        }
    }

    /** Locks are off: said once, since it is the kind of setting that is forgotten. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(Settings.Disabled.class)
    static class Disabled {

        @Bean
        @ConditionalOnMissingBean(LockOperations.class)
        UnlockedOperations unlockedOperations() {
            log.warn("distributed-lock.enabled=false: methods with @DistributedLock run UNLOCKED");
            return new UnlockedOperations();
        }
    }
}

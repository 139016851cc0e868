package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.observation.LeaseTroubleMeters;
import io.github.lockstarter.observation.LockMeters;
import io.github.lockstarter.observation.NodeMeters;
import io.github.lockstarter.quorum.QuorumLockStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** Meters of what locks there are, where there is a MeterRegistry. */
@AutoConfiguration(
        after = DistributedLockAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class LockMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(LockTemplate.class)
    LockMeters lockMeters(LockTemplate template) {
        return new LockMeters(template.here());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(value = LockTemplate.class, search = SearchStrategy.CURRENT)
    LeaseTroubleMeters lockLeaseTroubleMeters() {
        return new LeaseTroubleMeters();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(QuorumLockStore.class)
    NodeMeters lockNodeMeters(QuorumLockStore store) {
        return new NodeMeters(store.answers());
    }
}

package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.observation.AcquireObservationConvention;
import io.github.lockstarter.observation.HoldObservationConvention;
import io.github.lockstarter.observation.ObservedLocks;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Traces and timers of calls, where there is an ObservationRegistry. */
@AutoConfiguration(
        before = DistributedLockAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class LockObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ObservedLocks observedLocks(
            ObservationRegistry registry,
            ObjectProvider<AcquireObservationConvention> acquireConvention,
            ObjectProvider<HoldObservationConvention> holdConvention) {
        return new ObservedLocks(registry, acquireConvention.getIfAvailable(), holdConvention.getIfAvailable());
    }
}

package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.aop.DistributedLockInterceptor;
import io.github.lockstarter.aop.LockOverrides;
import io.github.lockstarter.aop.LockSpecs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** What runs around locked methods, however calls come to it. */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class LockInterceptorConfiguration {

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LockOverrides lockOverrides(Environment environment) {
        return LockOverridesReader.read(environment);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static UnusedLockSettings unusedLockSettings(LockOverrides overrides) {
        return new UnusedLockSettings(overrides);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DistributedLockInterceptor distributedLockInterceptor(
            LockSpecs specs, ObjectProvider<LockOperations> operations) {
        return new DistributedLockInterceptor(specs, SingletonSupplier.of(operations::getObject));
    }
}

package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.aop.Invokers;
import io.github.lockstarter.reactive.ReactiveInvokers;
import io.github.lockstarter.reactive.ReactiveLockOperations;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

/** Locks for reactive code, where there is Reactor. */
@AutoConfiguration(after = DistributedLockAutoConfiguration.class)
@ConditionalOnClass(Mono.class)
public final class ReactiveLockAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(ReactiveInvokers.class)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Invokers reactiveLockInvokers(ResourceLoader loader) {
        boolean coroutines = ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", loader.getClassLoader())
                && ClassUtils.isPresent("kotlin.reflect.full.KClasses", loader.getClassLoader());
        return new ReactiveInvokers(ReactiveAdapterRegistry.getSharedInstance(), coroutines);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(LockOperations.class)
    ReactiveLockOperations reactiveLockOperations(LockOperations operations) {
        return new ReactiveLockOperations(operations);
    }
}

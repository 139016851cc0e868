package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.aop.DistributedLockInterceptor;
import io.github.lockstarter.aop.FutureInvokers;
import io.github.lockstarter.aop.Invokers;
import io.github.lockstarter.aop.LeavesTransaction;
import io.github.lockstarter.aop.LockOverrides;
import io.github.lockstarter.aop.LockSpecSettings;
import io.github.lockstarter.aop.LockSpecs;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
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
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static UnknownSettings unknownSettings(Environment environment) {
        return new UnknownSettings(environment);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LockSpecSettings lockSpecSettings(
            Environment environment,
            LockOverrides overrides,
            ObjectProvider<LeavesTransaction> transactions,
            ObjectProvider<Invokers> invokers) {
        return new LockSpecSettings(
                transactions.getIfAvailable(() -> LeavesTransaction.NEVER),
                Settings.storeTerms(environment),
                overrides,
                SingletonSupplier.of(() -> invokers.orderedStream().toList()),
                // Not from the properties bean, which would be made before the
                // post-processors that other beans wait for.
                environment.getProperty("distributed-lock.warn-self-invocation", Boolean.class, true),
                environment.getProperty("distributed-lock.log-keys", Boolean.class, true));
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DistributedLockInterceptor distributedLockInterceptor(
            LockSpecs specs, ObjectProvider<LockOperations> operations) {
        return new DistributedLockInterceptor(specs, SingletonSupplier.of(operations::getObject));
    }

    /** For futures; those of other kinds of results come after it. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Invokers futureLockInvokers(ObjectProvider<TaskDecorator> decorators) {
        return new FutureInvokers(SingletonSupplier.of(() -> decorators
                .orderedStream()
                .<UnaryOperator<Runnable>>map(each -> each::decorate)
                .reduce(task -> task, (inner, outer) -> task -> outer.apply(inner.apply(task)))));
    }
}

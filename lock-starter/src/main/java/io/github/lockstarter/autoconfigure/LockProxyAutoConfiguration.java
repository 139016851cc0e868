package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.aop.DistributedLockAdvisor;
import io.github.lockstarter.aop.DistributedLockInterceptor;
import io.github.lockstarter.aop.LockSpecSettings;
import io.github.lockstarter.aop.LockSpecs;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Locked methods by Spring's proxies. A child context has beans of its own for it, since a proxy creator looks for advice in
 * its own context.
 */
@AutoConfiguration(after = DistributedLockAutoConfiguration.class)
@Conditional(Settings.ByProxies.class)
@Import({LockProxyRegistrar.class, LockInterceptorConfiguration.class})
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class LockProxyAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LockSpecs lockSpecs(
            ConfigurableListableBeanFactory beanFactory, Environment environment, LockSpecSettings settings) {
        return LockSpecs.forProxies(beanFactory, LockProxyRegistrar.proxiesAreSubclasses(environment), settings);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DistributedLockAdvisor distributedLockAdvisor(
            LockSpecs specs, DistributedLockInterceptor interceptor, Environment environment) {
        // Not from the properties bean, which would be made before the post-processors that other beans wait for.
        int order = environment.getProperty("distributed-lock.order", Integer.class, DistributedLockAdvisor.ORDER);
        return new DistributedLockAdvisor(specs, interceptor, order);
    }
}

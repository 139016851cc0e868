package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.aop.DistributedLockAspect;
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
import org.springframework.util.ClassUtils;

/** Locked methods woven by AspectJ: {@code distributed-lock.mode=aspectj}. */
@AutoConfiguration(after = DistributedLockAutoConfiguration.class)
@Conditional(Settings.ByWeaving.class)
@Import(LockInterceptorConfiguration.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class LockWeavingAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LockSpecs lockSpecs(ConfigurableListableBeanFactory beanFactory, LockSpecSettings settings) {
        return LockSpecs.forWeaving(beanFactory, settings);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static WovenBeanCheck wovenBeanCheck(
            ConfigurableListableBeanFactory beanFactory, LockSpecs specs, DistributedLockInterceptor interceptor) {
        if (!ClassUtils.isPresent("org.aspectj.lang.annotation.Aspect", beanFactory.getBeanClassLoader())) {
            throw new LockConfigurationException(
                    "distributed-lock.mode is aspectj, and AspectJ is not on the classpath.",
                    "Add the dependency org.aspectj:aspectjweaver, and start the JVM with -javaagent:<path>/aspectjweaver.jar; or leave distributed-lock.mode out, for Spring's proxies.");
        }
        DistributedLockAspect.serve(interceptor);
        return new WovenBeanCheck(specs);
    }
}

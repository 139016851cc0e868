package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.aop.LockSpecs;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Checks the annotations of each bean as it is made: with proxies, the search for advice does that. */
final class WovenBeanCheck implements BeanPostProcessor {

    private final LockSpecs specs;

    WovenBeanCheck(LockSpecs specs) {
        this.specs = specs;
    }

    /** Here rather than before the initialization: what a factory bean has made comes by only here. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        specs.check(AopUtils.getTargetClass(bean));
        return bean;
    }
}

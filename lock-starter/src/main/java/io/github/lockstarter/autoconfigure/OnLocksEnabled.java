package io.github.lockstarter.autoconfigure;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether {@code distributed-lock.enabled} is true, in all the ways in which Boot understands that: on, yes, 1. */
final class OnLocksEnabled implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return context.getEnvironment().getProperty("distributed-lock.enabled", Boolean.class, true);
    }

    /** The opposite. */
    static final class Not implements Condition {

        private final OnLocksEnabled enabled = new OnLocksEnabled();

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !enabled.matches(context, metadata);
        }
    }
}

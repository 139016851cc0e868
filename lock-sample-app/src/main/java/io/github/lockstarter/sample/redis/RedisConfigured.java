package io.github.lockstarter.sample.redis;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether somebody said which Redis to use: anything under {@code spring.data.redis}, wherever it was set. */
final class RedisConfigured implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return in(context.getEnvironment());
    }

    static boolean in(Environment environment) {
        return Binder.get(environment)
                .bind("spring.data.redis", Bindable.mapOf(String.class, Object.class))
                .map(settings -> !settings.isEmpty())
                .orElse(false);
    }

    /** The opposite. */
    static final class Not implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !in(context.getEnvironment());
        }
    }
}

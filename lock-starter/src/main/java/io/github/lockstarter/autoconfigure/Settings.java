package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.aop.StoreTerms;
import io.github.lockstarter.autoconfigure.DistributedLockProperties.Store;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.AdviceMode;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The settings that decide which beans there are, bound as Boot binds the properties: comparing texts would see no mode at
 * all in "proxy " or "pro-xy", and locked methods would run unlocked.
 */
final class Settings {

    private Settings() {}

    private static <T> T bound(Environment environment, String name, Class<T> type, T byDefault) {
        return Binder.get(environment).bind("distributed-lock." + name, type).orElseGet(() -> byDefault);
    }

    private static boolean enabled(ConditionContext context) {
        return bound(context.getEnvironment(), "enabled", Boolean.class, true);
    }

    private static AdviceMode mode(ConditionContext context) {
        return bound(context.getEnvironment(), "mode", AdviceMode.class, AdviceMode.PROXY);
    }

    private static Store store(ConditionContext context) {
        return bound(context.getEnvironment(), "store", Store.class, Store.REDIS);
    }

    static final class Enabled implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return enabled(context);
        }
    }

    static final class Disabled implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !enabled(context);
        }
    }

    static final class TransactionAware implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return enabled(context) && bound(context.getEnvironment(), "transaction-aware", Boolean.class, true);
        }
    }

    static final class ByProxies implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return mode(context) == AdviceMode.PROXY;
        }
    }

    static final class ByWeaving implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return mode(context) == AdviceMode.ASPECTJ;
        }
    }

    static final class InRedis implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return enabled(context) && store(context) == Store.REDIS;
        }
    }

    /** Before any bean is made. */
    static StoreTerms storeTerms(Environment environment) {
        Duration byDefault = Binder.get(environment)
                .bind("distributed-lock.ttl", Duration.class)
                .orElseGet(() -> DurationStyle.detectAndParse(DistributedLockProperties.DEFAULT_TTL));
        return new StoreTerms(longestTtl(environment), byDefault, !isRedlock(environment));
    }

    private static Duration longestTtl(Environment environment) {
        return isRedlock(environment)
                ? Binder.get(environment)
                        .bind("distributed-lock", DistributedLockProperties.class)
                        .get()
                        .redlock()
                        .longestTtl()
                : DistributedLockProperties.NO_LIMIT;
    }

    private static boolean isRedlock(Environment environment) {
        return !nodes(environment).isEmpty() && bound(environment, "store", Store.class, Store.REDIS) == Store.REDIS;
    }

    private static List<String> nodes(Environment environment) {
        return Binder.get(environment)
                .bind("distributed-lock.redlock.nodes", Bindable.listOf(String.class))
                .orElseGet(List::of);
    }

    static final class ByRedlock implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return enabled(context)
                    && store(context) == Store.REDIS
                    && !nodes(context.getEnvironment()).isEmpty();
        }
    }

    static final class InMemory implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return enabled(context) && store(context) == Store.MEMORY;
        }
    }
}

package io.github.lockstarter.sample.redis;

import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Whether somebody said which Redis to use, wherever that was set. */
final class RedisConfigured {

    static final String LOCK_NODES = "distributed-lock.redlock.nodes";

    /** How to talk to a Redis, whichever it is. */
    private static final Set<String> MANNERS = Set.of("timeout", "connecttimeout", "lettuce");

    private RedisConfigured() {}

    /** Anything under {@code spring.data.redis} but timeouts and the like. */
    static boolean in(Environment environment) {
        return Binder.get(environment)
                .bind("spring.data.redis", Bindable.mapOf(String.class, Object.class))
                .map(settings -> !settings.keySet().stream()
                        .map(name -> name.replace("-", "").toLowerCase(Locale.ROOT))
                        .allMatch(MANNERS::contains))
                .orElse(false);
    }

    /** The servers of a Redlock. */
    static boolean forLocksIn(Environment environment) {
        return Binder.get(environment)
                .bind(LOCK_NODES, Bindable.listOf(String.class))
                .isBound();
    }
}

package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.aop.LockOverride;
import io.github.lockstarter.aop.LockOverrides;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Reads {@code distributed-lock.locks.<name>.<setting>}. Not bound to a map: a YAML file and an environment variable write one name in two
 * ways, and the variable has to win all the same.
 */
final class LockOverridesReader {

    private static final ConfigurationPropertyName LOCKS = ConfigurationPropertyName.of("distributed-lock.locks");

    private static final List<String> SETTINGS = List.of(
            "ttl",
            "retries",
            "retry-delay",
            "wait-time",
            "renew",
            "max-hold",
            "min-hold",
            "permits",
            "on-lost",
            "on-busy");

    private final Environment environment;

    private final Binder binder;

    private LockOverridesReader(Environment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
    }

    /** @throws LockConfigurationException if a property is no setting of a lock */
    static LockOverrides read(Environment environment) {
        return new LockOverridesReader(environment).read();
    }

    private LockOverrides read() {
        Map<String, Map<String, ConfigurationPropertyName>> locks = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream().filter(LOCKS::isAncestorOf).forEach(name -> note(name, locks));
            }
        }
        Map<String, LockOverride> overrides = new HashMap<>();
        locks.forEach((lock, settings) -> overrides.put(lock, override(settings)));
        return new LockOverrides(overrides);
    }

    /** The first one counts: sources come in the order of their precedence. */
    private static void note(
            ConfigurationPropertyName property, Map<String, Map<String, ConfigurationPropertyName>> locks) {
        int last = property.getNumberOfElements() - 1;
        String setting = LockOverrides.plain(property.getElement(last, Form.UNIFORM));
        boolean known =
                SETTINGS.stream().anyMatch(each -> LockOverrides.plain(each).equals(setting));
        if (last == LOCKS.getNumberOfElements() || !known) {
            throw new LockConfigurationException(
                    "%s is no setting of a lock.".formatted(property),
                    "Write distributed-lock.locks.<name of the lock>.<setting>, of which there are: %s."
                            .formatted(String.join(", ", SETTINGS)));
        }
        StringBuilder lock = new StringBuilder();
        for (int element = LOCKS.getNumberOfElements(); element < last; element++) {
            lock.append(property.getElement(element, Form.UNIFORM));
        }
        locks.computeIfAbsent(LockOverrides.plain(lock.toString()), unknown -> new HashMap<>())
                .putIfAbsent(setting, property);
    }

    private LockOverride override(Map<String, ConfigurationPropertyName> settings) {
        String property = settings.values().iterator().next().getParent().toString();
        return new LockOverride(
                property,
                bound(settings, "ttl", Duration.class),
                bound(settings, "retries", Integer.class),
                bound(settings, "retry-delay", Duration.class),
                bound(settings, "wait-time", Duration.class),
                bound(settings, "renew", Boolean.class),
                bound(settings, "max-hold", Duration.class),
                bound(settings, "min-hold", Duration.class),
                bound(settings, "permits", Integer.class),
                bound(settings, "on-lost", OnLost.class),
                bound(settings, "on-busy", OnBusy.class));
    }

    private <T> @Nullable T bound(Map<String, ConfigurationPropertyName> settings, String setting, Class<T> type) {
        ConfigurationPropertyName property = settings.get(LockOverrides.plain(setting));
        return property == null
                ? null
                : binder.bind(property, Bindable.of(type)).orElse(null);
    }
}

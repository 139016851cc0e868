package io.github.lockstarter.autoconfigure;

import java.lang.reflect.Parameter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Says at start-up which properties {@code distributed-lock.*} there are none of: misspelt, or of another version. No reason not to start,
 * since nodes of two versions may share a configuration. Variables of the system are not looked at: their names can be read in several ways.
 */
final class UnknownSettings implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(UnknownSettings.class);

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("distributed-lock");

    private final Environment environment;

    UnknownSettings(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Set<ConfigurationPropertyName> known = new LinkedHashSet<>();
        // Those of single locks have a reader of their own, which refuses what it does not know.
        known.add(PREFIX.append("locks"));
        collect(PREFIX, DistributedLockProperties.class, known);
        for (String unknown : unknown(known)) {
            log.warn(
                    "{} is no property of lock-starter, and changes nothing. There are {}",
                    unknown,
                    known.stream().map(ConfigurationPropertyName::toString).collect(Collectors.joining(", ")));
        }
    }

    private Set<String> unknown(Set<ConfigurationPropertyName> known) {
        Set<String> unknown = new TreeSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                iterable.stream()
                        .filter(PREFIX::isAncestorOf)
                        .filter(name -> known.stream().noneMatch(each -> each.equals(name) || each.isAncestorOf(name)))
                        .forEach(name -> unknown.add(name.toString()));
            }
        }
        return unknown;
    }

    /** By the constructors that bind them, which are there in native images, too. */
    private static void collect(
            ConfigurationPropertyName parent, Class<?> properties, Set<ConfigurationPropertyName> known) {
        for (Parameter property : properties.getDeclaredConstructors()[0].getParameters()) {
            ConfigurationPropertyName name = parent.append(DataObjectPropertyName.toDashedForm(property.getName()));
            if (property.getType().isRecord()) {
                collect(name, property.getType(), known);
            } else {
                known.add(name);
            }
        }
    }
}

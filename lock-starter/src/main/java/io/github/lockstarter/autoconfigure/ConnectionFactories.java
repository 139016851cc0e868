package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Which of the application's connection factories the locks use. */
final class ConnectionFactories {

    private static final String PROPERTY = "distributed-lock.redis.connection-factory";

    private ConnectionFactories() {}

    /** @throws LockConfigurationException if there is none, or several with none named and none primary */
    static RedisConnectionFactory select(ListableBeanFactory beans, @Nullable String name) {
        List<String> names =
                Arrays.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, RedisConnectionFactory.class));
        if (name != null) {
            if (!names.contains(name)) {
                throw new LockConfigurationException(
                        "%s=%s names no RedisConnectionFactory; there are: %s".formatted(PROPERTY, name, names),
                        "Set it to one of those, or leave it out where there is only one.");
            }
            return beans.getBean(name, RedisConnectionFactory.class);
        }
        RedisConnectionFactory only =
                beans.getBeanProvider(RedisConnectionFactory.class).getIfUnique();
        if (only != null) {
            return only;
        }
        if (names.isEmpty()) {
            throw new LockConfigurationException(
                    "There is no RedisConnectionFactory for distributed locks.",
                    "Let Boot make one (spring.data.redis.host, or .url; do not exclude its auto-configuration), define one, or set distributed-lock.store=memory for tests and development.");
        }
        throw new LockConfigurationException(
                "There are several RedisConnectionFactory beans, and none is primary: %s".formatted(names),
                "Set %s to the one that every instance of the application shares, or mark it with @Primary."
                        .formatted(PROPERTY));
    }
}

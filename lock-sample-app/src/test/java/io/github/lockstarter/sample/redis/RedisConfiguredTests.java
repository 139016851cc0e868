package io.github.lockstarter.sample.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockPropertySource;

class RedisConfiguredTests {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void nothingIsConfiguredByDefault() {
        environment.getPropertySources().addFirst(new MockPropertySource().withProperty("spring.data.other", "x"));

        assertThat(RedisConfigured.in(environment)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spring.data.redis.host", "spring.data.redis.cluster.nodes", "spring.data.redis.clientName"})
    void propertyConfiguresIt(String name) {
        environment.getPropertySources().addFirst(new MockPropertySource().withProperty(name, "x"));

        assertThat(RedisConfigured.in(environment)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.data.redis.timeout",
                "spring.data.redis.connect-timeout",
                "spring.data.redis.lettuce.cluster.refresh.adaptive"
            })
    void howToTalkToItSaysNothingOfWhichItIs(String name) {
        environment.getPropertySources().addFirst(new MockPropertySource().withProperty(name, "x"));

        assertThat(RedisConfigured.in(environment)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"distributed-lock.redlock.nodes", "distributed-lock.redlock.nodes[0]"})
    void nodesOfARedlockConfigureItForLocksOnly(String name) {
        environment.getPropertySources().addFirst(new MockPropertySource().withProperty(name, "x"));

        assertThat(RedisConfigured.forLocksIn(environment)).isTrue();
        assertThat(RedisConfigured.in(environment)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPRING_DATA_REDIS_URL", "SPRING_DATA_REDIS_SENTINEL_NODES_0"})
    void environmentVariableConfiguresIt(String name) {
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "x")));

        assertThat(RedisConfigured.in(environment)).isTrue();
    }
}

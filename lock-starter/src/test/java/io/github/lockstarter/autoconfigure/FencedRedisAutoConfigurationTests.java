package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

class FencedRedisAutoConfigurationTests {

    private final RedisServer server = TestRedis.empty();

    @Test
    void fencesALockedMethod() {
        Contexts.onRedis(server).withBean(Writer.class).run(context -> {
            Writer writer = context.getBean(Writer.class);

            writer.write("a1", () -> {});

            assertThat(server.command("GET", "written")).isEqualTo("a1");
            assertThatThrownBy(() -> writer.write("a2", () -> server.command("DEL", "lock:{item:a2}")))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(server.command("GET", "written")).isEqualTo("a1");
        });
    }

    @Test
    void theUsersOwnTemplateIsInjectedAsBefore() {
        withTemplates(Contexts.onRedis(server)).withBean(Injected.class).run(context -> {
            assertThat(context)
                    .hasSingleBean(FencedRedis.class)
                    .hasSingleBean(StringRedisTemplate.class)
                    .hasSingleBean(RedisConnectionFactory.class);
            assertThat(context.getBeansOfType(RedisTemplate.class))
                    .containsOnlyKeys("redisTemplate", "stringRedisTemplate");
            Injected injected = context.getBean(Injected.class);
            assertThat(injected.template).isSameAs(context.getBean("stringRedisTemplate"));
            injected.template.opsForValue().set("written", "without a lock");
        });
    }

    @Test
    void theUsersOwnWins() {
        FencedRedis own = FencedRedis.refusing("mine");

        Contexts.onRedis(server)
                .withBean(FencedRedis.class, () -> own)
                .run(context -> assertThat(context.getBean(FencedRedis.class)).isSameAs(own));
    }

    @Test
    void refusesWhereLocksAreSwitchedOff() {
        Contexts.onRedis(server)
                .withPropertyValues("distributed-lock.enabled=false")
                .withBean(Writer.class)
                .run(context -> assertRefuses(context, "distributed-lock.enabled=false"));
    }

    @Test
    void refusesWhereLocksAreSwitchedOffEvenWithAStoreOfTheUsers() {
        Contexts.onRedis(server)
                .withPropertyValues("distributed-lock.enabled=false")
                .withBean(
                        RedisLockStore.class,
                        () -> new RedisLockStore(TestRedis.lettuce(server), "lock:", Duration.ofHours(1)))
                .withBean(Writer.class)
                .run(context -> assertRefuses(context, "distributed-lock.enabled=false"));
    }

    @Test
    void refusesWhereLocksAreInMemory() {
        Contexts.inMemory().withBean(Writer.class).run(context -> assertRefuses(context, "InMemoryLockStore"));
    }

    @Test
    void refusesWhereTheStoreIsTheUsers() {
        Contexts.onRedis(server)
                .withBean("mine", LockStore.class, InMemoryLockStore::new)
                .withBean(Writer.class)
                .run(context -> assertRefuses(context, "a bean of yours"));
    }

    @Test
    void withJedisItIsRefusedAtStartUpWhereSomebodyWantsIt() {
        ApplicationContextRunner jedis = Contexts.bare()
                .withBean(
                        RedisConnectionFactory.class,
                        () -> new JedisConnectionFactory(
                                new RedisStandaloneConfiguration(server.host(), server.port())));

        jedis.run(context -> assertThat(context).hasNotFailed());
        jedis.withBean(Writer.class)
                .run(
                        context -> assertThat(context)
                                .getFailure()
                                .rootCause()
                                .isInstanceOfSatisfying(
                                        LockConfigurationException.class,
                                        refused -> assertThat(refused.action()).contains("Use Lettuce"))
                                .hasMessage(
                                        "FencedRedis needs Lettuce, and the connections of the locks are made by JedisConnectionFactory."));
    }

    @Test
    void withoutSpringDataRedisThereIsNone() {
        Contexts.inMemory()
                .withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("fencedRedis"));
    }

    private void assertRefuses(ApplicationContext context, String why) {
        assertThatThrownBy(() -> context.getBean(Writer.class).write("a1", () -> {}))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
        assertThat(server.command("EXISTS", "written")).isEqualTo("0");
    }

    /** As Boot makes them. */
    private static ApplicationContextRunner withTemplates(ApplicationContextRunner runner) {
        return runner.withInitializer(context -> {
            BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
            for (String name : new String[] {"redisTemplate", "stringRedisTemplate"}) {
                RootBeanDefinition definition = new RootBeanDefinition(
                        name.equals("redisTemplate") ? RedisTemplate.class : StringRedisTemplate.class);
                definition
                        .getPropertyValues()
                        .add("connectionFactory", new RuntimeBeanReference("redisConnectionFactory"));
                registry.registerBeanDefinition(name, definition);
            }
        });
    }

    public static class Writer {

        private final FencedRedis fenced;

        public Writer(FencedRedis fenced) {
            this.fenced = fenced;
        }

        @DistributedLock(key = "'item:' + #id")
        public void write(String id, Runnable before) {
            before.run();
            fenced.template().opsForValue().set("written", id);
        }
    }

    static class Injected {

        private final StringRedisTemplate template;

        Injected(StringRedisTemplate template) {
            this.template = template;
        }
    }
}

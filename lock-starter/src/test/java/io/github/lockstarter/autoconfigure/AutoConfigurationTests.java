package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.aop.DistributedLockAdvisor;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.core.LoggingLockListener;
import io.github.lockstarter.core.UnlockedOperations;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.reactive.ReactiveCurrentLease;
import io.github.lockstarter.reactive.ReactiveLockOperations;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.publisher.Mono;

@ExtendWith(OutputCaptureExtension.class)
class AutoConfigurationTests {

    @Nested
    class OnRedis {

        private final RedisServer server = TestRedis.empty();

        @Test
        void locksAMethodInRedis() {
            Contexts.onRedis(server).withBean(Service.class).run(context -> {
                assertThat(context).hasSingleBean(RedisLockStore.class).hasSingleBean(LockTemplate.class);
                context.getBean(Service.class).place("a1", () -> {
                    assertThat(server.command("GET", "lock:{item:a1}")).contains("@");
                    assertThat(ttl("lock:{item:a1}")).isBetween(4_000L, 5_000L);
                });
                assertThat(TestRedis.lockKeys(server)).isEmpty();
            });
        }

        @Test
        void locksWithoutAspectJ() {
            Contexts.onRedis(server)
                    .withClassLoader(new FilteredClassLoader("org.aspectj"))
                    .withBean(Service.class)
                    .run(context -> context.getBean(Service.class)
                            .place(
                                    "a1",
                                    () -> assertThat(server.command("GET", "lock:{item:a1}"))
                                            .contains("@")));
        }

        @Test
        void takesItsSettingsFromProperties() {
            Contexts.onRedis(server)
                    .withPropertyValues(
                            "distributed-lock.ttl=7s",
                            "distributed-lock.retries=4",
                            "distributed-lock.retry-delay=200ms",
                            "distributed-lock.redis.key-prefix=shop:lock:",
                            "distributed-lock.redis.fence-ttl=3h")
                    .run(context -> {
                        LockOperations locks = context.getBean(LockOperations.class);
                        try (Lease lease = locks.acquire(LockRequest.of("a"))) {
                            assertThat(lease.remaining()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(7));
                            assertThat(ttl("shop:lock:{a}")).isBetween(6_000L, 7_000L);
                            assertThat(ttl("shop:lock:fence:{a}")).isGreaterThan(10_790_000L);
                        }
                        server.command("SET", "shop:lock:{b}", "0123@another", "PX", "10000");
                        assertThatThrownBy(() -> locks.acquire(LockRequest.of("b")))
                                .isInstanceOfSatisfying(LockNotAcquiredException.class, busy -> {
                                    // One more, which is no retry, when hints begin to come in; fewer, if
                                    // Redis is slow: after 4 x 200 ms the wait is over.
                                    assertThat(busy.attempts()).isBetween(2, 6);
                                    assertThat(busy.waited())
                                            .isBetween(Duration.ofMillis(400), Duration.ofMillis(1_400));
                                });
                    });
        }

        @Test
        void takesTheLimitsOfTheLineFromProperties() {
            Contexts.onRedis(server)
                    .withPropertyValues("distributed-lock.max-waiters=1")
                    .run(context -> {
                        LockOperations locks = context.getBean(LockOperations.class);
                        LockRequest request = LockRequest.of("a");
                        Lease held = locks.acquire(request);
                        Thread waiting = new Thread(() -> locks.acquire(request).close());
                        waiting.start();
                        Await.until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
                        assertThatThrownBy(() -> locks.acquire(request))
                                .isInstanceOf(LockNotAcquiredException.class)
                                .hasMessageContaining("1 call of this JVM already waits for it");
                        held.close();
                        waiting.join(10_000);
                    });
        }

        @Test
        void usesTheConnectionFactoryThatIsNamedOrPrimary() {
            Contexts.bare()
                    .withBean("elsewhere", RedisConnectionFactory.class, LettuceConnectionFactory::new)
                    .withBean(
                            "here",
                            RedisConnectionFactory.class,
                            () -> new JedisConnectionFactory(
                                    new RedisStandaloneConfiguration(server.host(), server.port())))
                    .withPropertyValues("distributed-lock.redis.connection-factory=here")
                    .run(context -> context.getBean(LockOperations.class)
                            .acquire(LockRequest.of("a"))
                            .close());
            Contexts.bare()
                    .withBean("elsewhere", RedisConnectionFactory.class, LettuceConnectionFactory::new)
                    .withBean(
                            "here",
                            RedisConnectionFactory.class,
                            () -> new LettuceConnectionFactory(
                                    new RedisStandaloneConfiguration(server.host(), server.port())),
                            definition -> definition.setPrimary(true))
                    .run(context -> context.getBean(LockOperations.class)
                            .acquire(LockRequest.of("a"))
                            .close());
        }

        @Test
        void startsWhenRedisIsDown() {
            Contexts.bare()
                    .withBean(
                            LettuceConnectionFactory.class,
                            () -> new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", 1)))
                    .run(context -> assertThat(context).hasNotFailed());
        }

        private long ttl(String key) {
            return Long.parseLong(server.command("PTTL", key));
        }
    }

    @Nested
    class UsersBeans {

        @Test
        void winOverOurs() {
            Contexts.inMemory()
                    .withBean(LockOperations.class, UnlockedOperations::new)
                    .run(context -> assertThat(context)
                            .hasSingleBean(LockOperations.class)
                            .doesNotHaveBean(LockTemplate.class)
                            .doesNotHaveBean(LockLifecycle.class));
            Contexts.bare()
                    .withBean("mine", LockStore.class, InMemoryLockStore::new)
                    .run(context -> assertThat(context)
                            .hasSingleBean(LockStore.class)
                            .hasBean("mine")
                            .hasSingleBean(LockTemplate.class));
        }

        @Test
        void thatListenAreTold() {
            Heard heard = new Heard();
            Contexts.inMemory().withBean(Heard.class, () -> heard).run(context -> {
                assertThat(context).hasSingleBean(LoggingLockListener.class);
                context.getBean(LockOperations.class).<String>execute("a", lease -> "done");
            });
            assertThat(heard.acquired).isTrue();
        }
    }

    @Nested
    class ReactiveOperations {

        @Test
        void areThereWhereReactorIs() {
            Contexts.inMemory()
                    .run(context -> assertThat(context.getBean(ReactiveLockOperations.class)
                                    .execute("a", lease -> Mono.just(lease.keys()))
                                    .block())
                            .containsExactly("a"));
            Contexts.inMemory()
                    .withClassLoader(new FilteredClassLoader(Mono.class))
                    .withBean(Service.class)
                    .run(context -> {
                        assertThat(context).doesNotHaveBean(ReactiveLockOperations.class);
                        context.getBean(Service.class).place("a1", () -> {});
                    });
        }

        @Test
        void runUnlockedWhereLocksAreSwitchedOff() {
            Contexts.bare().withPropertyValues("distributed-lock.enabled=false").run(context -> {
                LockOperations locks = context.getBean(LockOperations.class);
                assertThat(context.getBean(ReactiveLockOperations.class)
                                .execute(
                                        "a",
                                        lease -> ReactiveCurrentLease.require().map(current -> current.fencingToken()))
                                .block())
                        .isZero();
                assertThat(Await.value(locks.acquireAsync(LockRequest.of("a"))).isValid())
                        .isTrue();
                CompletableFuture<String> work = new CompletableFuture<>();
                CompletableFuture<Lease> seen = new CompletableFuture<>();
                CompletionStage<String> call = locks.executeAsync(LockRequest.of("a"), lease -> {
                    seen.complete(lease);
                    return work;
                });
                assertThat(Await.value(seen).isValid()).isTrue();
                call.toCompletableFuture().cancel(true);
                assertThat(work).isCancelled();
                assertThat(Await.value(seen).isValid()).isFalse();
            });
        }
    }

    @Nested
    class Switches {

        @Test
        void enabledFalseRunsMethodsUnlockedAndSaysSoOnce(CapturedOutput output) {
            Contexts.bare()
                    .withPropertyValues("distributed-lock.enabled=false")
                    .withBean(Service.class)
                    .run(context -> {
                        assertThat(context).doesNotHaveBean(LockStore.class);
                        Service service = context.getBean(Service.class);
                        service.place(
                                "a1",
                                () -> service.place(
                                        "a1",
                                        () -> assertThat(CurrentLease.require().fencingToken())
                                                .isZero()));
                        LockOperations locks = context.getBean(LockOperations.class);
                        Lease first = locks.acquire(LockRequest.of("a"));
                        assertThat(locks.tryAcquire(LockRequest.of("a"))).isPresent();
                        assertThat(first.isValid()).isTrue();
                        first.close();
                        assertThat(first.isValid()).isFalse();
                    });
            assertThat(output).containsOnlyOnce("run UNLOCKED");
        }

        @Test
        void enabledIsReadAsBootReadsIt() {
            Contexts.bare()
                    .withPropertyValues("distributed-lock.enabled=off")
                    .run(context -> assertThat(context).hasSingleBean(UnlockedOperations.class));
            Contexts.inMemory()
                    .withPropertyValues("distributed-lock.enabled=on")
                    .run(context -> assertThat(context).hasSingleBean(LockTemplate.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"proxy ", "PROXY", "pro-xy", ""})
        void modeProxyIsReadAsBootReadsIt(String mode) {
            Contexts.inMemory()
                    .withPropertyValues("distributed-lock.mode=" + mode)
                    .withBean(Service.class)
                    .run(context -> context.getBean(Service.class)
                            .place("a1", () -> assertThat(CurrentLease.find()).isPresent()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"aspectj ", "ASPECTJ", "aspect-j"})
        void modeAspectjIsReadAsBootReadsIt(String mode) {
            Contexts.inMemory()
                    .withPropertyValues("distributed-lock.mode=" + mode)
                    .withBean(Service.class)
                    .run(context -> assertThat(context).hasFailed());
        }

        @Test
        void storeMemoryIsReadAsBootReadsItAndWarnedOf(CapturedOutput output) {
            Contexts.bare()
                    .withPropertyValues("distributed-lock.store=Memory ")
                    .run(context -> assertThat(context).hasSingleBean(InMemoryLockStore.class));
            assertThat(output).containsOnlyOnce("locks exclude within this JVM only");
        }

        @Test
        void anUnknownModeOrStoreFails() {
            Contexts.inMemory()
                    .withPropertyValues("distributed-lock.mode=magic")
                    .run(context -> assertThat(context).hasFailed());
            Contexts.bare()
                    .withPropertyValues("distributed-lock.store=disk")
                    .run(context -> assertThat(context).hasFailed());
        }

        @Test
        void storeMemoryNeedsNoRedis() {
            Contexts.inMemory()
                    .withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
                    .withBean(Service.class)
                    .run(context -> {
                        assertThat(context).hasSingleBean(InMemoryLockStore.class);
                        context.getBean(Service.class)
                                .place(
                                        "a1",
                                        () -> assertThat(CurrentLease.find()).isPresent());
                    });
        }

        @Test
        void withoutSpringDataRedisTheFailureSaysWhatIsMissing() {
            Contexts.bare()
                    .withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOfSatisfying(
                                    LockConfigurationException.class,
                                    e -> assertThat(e.action()).contains("spring-boot-starter-data-redis")));
        }

        @Test
        void modeAspectjRegistersNoAdvisorAndRefusesWhatIsNotWoven() {
            Contexts.inMemory()
                    .withPropertyValues("distributed-lock.mode=aspectj")
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DistributedLockAdvisor.class));
            Contexts.inMemory()
                    .withPropertyValues("distributed-lock.mode=aspectj")
                    .withBean(Service.class)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("is not woven although distributed-lock.mode=aspectj"));
        }

        @Test
        void modeAspectjChecksWhatFactoryBeansMake() {
            Contexts.inMemory()
                    .withPropertyValues("distributed-lock.mode=aspectj")
                    .withBean(ServiceFactory.class)
                    .run(context -> assertThatThrownBy(() -> context.getBean(Service.class))
                            .rootCause()
                            .hasMessageContaining("is not woven"));
        }

        @Test
        void aChildContextLocksItsOwnBeans() {
            Contexts.inMemory()
                    .run(parent -> Contexts.inMemory()
                            .withPropertyValues("spring.aop.auto=false")
                            .withParent(parent)
                            .withBean(Service.class)
                            .run(context -> context.getBean(Service.class)
                                    .place(
                                            "a1",
                                            () -> assertThat(CurrentLease.find())
                                                    .isPresent())));
        }

        @Test
        void ttlMayBeAPlaceholder() {
            Contexts.inMemory()
                    .withPropertyValues("bids.ttl=3s")
                    .withInitializer(context -> context.getBeanFactory()
                            .addEmbeddedValueResolver(context.getEnvironment()::resolvePlaceholders))
                    .withBean(WithPlaceholder.class)
                    .run(context -> assertThat(
                                    context.getBean(WithPlaceholder.class).left())
                            .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3)));
        }
    }

    public static class Service {

        @DistributedLock(key = "'item:' + #id", ttl = "5s", retries = 0)
        public void place(String id, Runnable body) {
            body.run();
        }
    }

    static class ServiceFactory implements FactoryBean<Service> {

        @Override
        public Service getObject() {
            return new Service();
        }

        @Override
        public Class<?> getObjectType() {
            return Service.class;
        }
    }

    static class WithPlaceholder {

        @DistributedLock(ttl = "${bids.ttl}")
        public Duration left() {
            return CurrentLease.require().remaining();
        }
    }

    static class Heard implements LockListener {

        private volatile boolean acquired;

        @Override
        public void acquired(Lease lease, int attempts, long waitedNanos) {
            acquired = true;
        }
    }
}

package io.github.lockstarter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.LimitedUser;
import io.github.lockstarter.testing.TestCertificate;
import io.github.lockstarter.testing.TlsProxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** Password and TLS are Spring Boot's, by its own properties, for everything that the starter sends. */
@Tag("in-ci")
@Tag("boot3-in-ci")
class ConnectionPropertiesTests {

    private static final LockRequest ONCE =
            LockRequest.of("a").ttl(Duration.ofSeconds(10)).retries(0);

    private static RedisServer server;

    private static TestCertificate trusted;

    private final ApplicationContextRunner runner = Contexts.bare()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, bootsRedis()))
            .withPropertyValues(
                    "spring.data.redis.host=" + server.host(),
                    "spring.data.redis.username=" + LimitedUser.NAME,
                    "spring.data.redis.password=" + LimitedUser.PASSWORD,
                    "spring.ssl.bundle.jks.redis.truststore.location=file:" + trusted.file(),
                    "spring.ssl.bundle.jks.redis.truststore.password=" + TestCertificate.PASSWORD);

    @BeforeAll
    static void start() throws Exception {
        server = RedisServer.start();
        LimitedUser.on(server);
        trusted = TestCertificate.of("ip:" + server.host());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theUserIsTheOneOfTheApplication() {
        runner.withPropertyValues("spring.data.redis.port=" + server.port()).run(context -> {
            EveryStep.run(context.getBean(RedisLockStore.class));

            assertThat(server.command("CLIENT", "LIST", "TYPE", "normal").lines())
                    .filteredOn(line -> !line.contains("cmd=client"))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("user=" + LimitedUser.NAME));
        });
    }

    @Test
    void withoutThePasswordLocksAreUnavailable() {
        runner.withPropertyValues("spring.data.redis.port=" + server.port(), "spring.data.redis.password=wrong")
                .run(ConnectionPropertiesTests::assertUnavailable);
    }

    @Test
    void anSslBundleIsForTheLocksAndForTheWakeUps() {
        try (TlsProxy proxy = new TlsProxy(server, trusted)) {
            runner.withPropertyValues("spring.data.redis.port=" + proxy.port(), "spring.data.redis.ssl.bundle=redis")
                    .run(context -> {
                        EveryStep.run(context.getBean(RedisLockStore.class));

                        assertThat(proxy.connections()).isGreaterThanOrEqualTo(2);
                    });
        }
    }

    @Test
    void aServerThatIsNotTrustedIsNotConnectedTo() {
        try (TlsProxy proxy = new TlsProxy(server, trusted)) {
            runner.withPropertyValues("spring.data.redis.port=" + proxy.port(), "spring.data.redis.ssl.enabled=true")
                    .run(ConnectionPropertiesTests::assertUnavailable);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsNotEnough() throws Exception {
        TestCertificate another = TestCertificate.of("dns:redis.example");
        try (TlsProxy proxy = new TlsProxy(server, another)) {
            runner.withPropertyValues(
                            "spring.data.redis.port=" + proxy.port(),
                            "spring.data.redis.ssl.bundle=redis",
                            "spring.ssl.bundle.jks.redis.truststore.location=file:" + another.file())
                    .run(ConnectionPropertiesTests::assertUnavailable);
        }
    }

    @Test
    void theNodesOfARedlockHaveTheirOwn() {
        List<RedisServer> nodes = Stream.generate(RedisServer::start).limit(3).toList();
        nodes.forEach(LimitedUser::on);
        nodes.forEach(node -> LimitedUser.besides(node, "+info"));
        List<TlsProxy> proxies =
                nodes.stream().map(node -> new TlsProxy(node, trusted)).toList();
        try {
            runner.withPropertyValues(
                            "distributed-lock.redlock.nodes="
                                    + proxies.stream()
                                            .map(proxy -> server.host() + ":" + proxy.port())
                                            .collect(Collectors.joining(",")),
                            "distributed-lock.redlock.username=" + LimitedUser.NAME,
                            "distributed-lock.redlock.password=" + LimitedUser.PASSWORD,
                            "distributed-lock.redlock.ssl.bundle=redis",
                            "distributed-lock.redlock.quarantine=0s",
                            "distributed-lock.redlock.node-timeout=500ms")
                    .run(context -> {
                        locks(context)
                                .acquire(ONCE.retries(100).waitTime(Duration.ofSeconds(10)))
                                .close();

                        assertThat(proxies).allMatch(proxy -> proxy.connections() > 0);
                        assertThat(nodes)
                                .allSatisfy(node ->
                                        assertThat(LimitedUser.refused(node)).isEmpty());
                    });
        } finally {
            proxies.forEach(TlsProxy::close);
            nodes.forEach(RedisServer::close);
        }
    }

    private static void assertUnavailable(AssertableApplicationContext context) {
        assertThatExceptionOfType(LockStoreException.class)
                .isThrownBy(() -> locks(context).acquire(ONCE))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(LimitedUser.PASSWORD));
    }

    private static LockOperations locks(ApplicationContext context) {
        return context.getBean(LockOperations.class);
    }

    /** Moved between Boot 3 and 4. */
    private static Class<?> bootsRedis() {
        ClassLoader loader = ConnectionPropertiesTests.class.getClassLoader();
        return Stream.of(
                        "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
                        "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration")
                .filter(name -> ClassUtils.isPresent(name, loader))
                .map(name -> ClassUtils.resolveClassName(name, loader))
                .findFirst()
                .orElseThrow();
    }
}

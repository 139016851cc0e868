package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.redis.RedlockNodes;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.RedlockServers;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RedlockAutoConfigurationTests {

    private static RedlockServers servers;

    private final ApplicationContextRunner runner =
            Contexts.bare().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class));

    @BeforeAll
    static void start() {
        servers = new RedlockServers(3);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void locksOnAMajorityOfTheNodesWithoutAnyConnectionFactory() {
        onNodes("distributed-lock.redlock.quarantine=0s").withBean(Bids.class).run(context -> {
            assertThat(context).hasSingleBean(LockStore.class).hasSingleBean(QuorumLockStore.class);

            context.getBean(Bids.class)
                    .place(
                            "a1",
                            () -> assertThat(servers.lockKeys())
                                    .hasSizeGreaterThanOrEqualTo(2)
                                    .allMatch("lock:{item:a1}"::equals));
        });
    }

    @Test
    void nodesWaitForTheQuarantineWhichIsTheLongestTtl() {
        onNodes("distributed-lock.redlock.quarantine=20s").run(context -> {
            assertThat(context.getBean(LockStore.class).longestTtl()).isEqualTo(Duration.ofSeconds(20));
            assertThatThrownBy(() -> context.getBean(LockOperations.class)
                            .acquire(LockRequest.of("a").ttl(Duration.ofSeconds(21))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ttl is 21000 ms, and the store allows 20000 ms at most")
                    .hasMessageContaining("distributed-lock.redlock.quarantine");
        });
    }

    @Test
    void withoutAQuarantineAnyTtlMayBeAskedFor() {
        onNodes("distributed-lock.redlock.quarantine=0s", "distributed-lock.ttl=1h")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aTtlBeyondTheQuarantineIsRefusedAtStartUp() {
        assertRefused(
                onNodes("distributed-lock.ttl=31s"),
                "distributed-lock.ttl is 31000 ms, longer than distributed-lock.redlock.quarantine, 30000 ms",
                "Set a shorter distributed-lock.ttl");
        assertRefused(
                onNodes("distributed-lock.redlock.quarantine=9s", "distributed-lock.ttl=5s")
                        .withBean(Bids.class),
                "ttl = \"10s\" of @DistributedLock on Bids.place: it is longer than distributed-lock.redlock.quarantine, 9000 ms",
                "Write a duration");
    }

    @Test
    void fencedRedisIsRefusedWhereSomebodyWantsItAndOnlyThere() {
        onNodes().run(context -> assertThat(context).hasNotFailed());
        assertRefused(onNodes().withBean(Writer.class), "FencedRedis cannot work with Redlock", "Lease.fencingToken()");
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutShowingAPassword() {
        assertRefused(
                nodes("redis-sentinel://a:1"),
                "'redis-sentinel://a:1' in distributed-lock.redlock.nodes",
                "redis://host:6379");
        assertRefused(
                nodes("rediss://bob:secret@"),
                "'rediss://...@' in distributed-lock.redlock.nodes",
                "redis://host:6379");
        assertRefused(
                nodes("a:1,b:2,redis://a:1"), "a:1 is there twice in distributed-lock.redlock.nodes", "an odd number");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertRefused(
                onNodes("distributed-lock.redlock.node-timeout=0"),
                "distributed-lock.redlock.node-timeout is 0 ms",
                "1 ms up to 10000 ms");
        assertRefused(
                onNodes("distributed-lock.redlock.node-timeout=600ms"),
                "node-timeout is 600 ms, and distributed-lock.command-timeout 1000 ms",
                "at least twice the node-timeout");
        assertRefused(
                onNodes("distributed-lock.redlock.quarantine=25h"),
                "distributed-lock.redlock.quarantine is 90000000 ms",
                "0 ms up to");
        assertRefused(
                onNodes("distributed-lock.redlock.ssl.bundle=mine"),
                "distributed-lock.redlock.ssl.bundle=mine names no SSL bundle",
                "spring.ssl.bundle");
    }

    @Test
    void credentialsAndTlsAreThoseOfTheAddressAndOtherwiseTheCommonOnes() {
        DistributedLockProperties.Redlock redlock = new DistributedLockProperties.Redlock(
                List.of("a:1", "rediss://bob:secret@b:2", "redis://:word@c:3/4"),
                Duration.ofMillis(50),
                Duration.ofSeconds(30),
                "ann",
                "common",
                new DistributedLockProperties.Ssl(null, null));

        List<RedisURI> uris = RedlockUris.of(redlock);

        assertThat(uris).extracting(RedisURI::getHost).containsExactly("a", "b", "c");
        assertThat(uris).extracting(RedisURI::isSsl).containsExactly(false, true, false);
        assertThat(uris).extracting(RedisURI::getDatabase).containsExactly(0, 0, 4);
        assertThat(uris.stream().map(RedlockAutoConfigurationTests::credentials))
                .containsExactly("ann common", "bob secret", "null word");
    }

    @Test
    void aBundleMeansTlsUnlessItIsSwitchedOff() {
        assertThat(new DistributedLockProperties.Ssl(null, "b").isEnabled()).isTrue();
        assertThat(new DistributedLockProperties.Ssl(false, "b").isEnabled()).isFalse();
        assertThat(new DistributedLockProperties.Ssl(true, null).isEnabled()).isTrue();
        assertThat(new DistributedLockProperties.Ssl(null, null).isEnabled()).isFalse();
    }

    @Test
    void theUsersOwnStoreWinsAndSoDoesTheMemory() {
        InMemoryLockStore own = new InMemoryLockStore();
        onNodes()
                .withBean(LockStore.class, () -> own)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(RedlockNodes.class)
                        .getBean(LockStore.class)
                        .isSameAs(own));
        onNodes("distributed-lock.store=memory", "distributed-lock.ttl=1h")
                .run(context ->
                        assertThat(context).doesNotHaveBean(RedlockNodes.class).hasSingleBean(InMemoryLockStore.class));
    }

    @Test
    void saysThatItNeedsLettuce() {
        assertRefused(
                onNodes().withClassLoader(new FilteredClassLoader("io.lettuce")),
                "Redlock needs Lettuce",
                "io.lettuce:lettuce-core");
    }

    private ApplicationContextRunner onNodes(String... properties) {
        return runner.withPropertyValues("distributed-lock.redlock.nodes="
                        + String.join(",", servers.addresses().toList()))
                .withPropertyValues(properties);
    }

    private ApplicationContextRunner nodes(String nodes) {
        return runner.withPropertyValues("distributed-lock.redlock.nodes=" + nodes);
    }

    private static void assertRefused(ApplicationContextRunner runner, String description, String action) {
        runner.run((AssertableApplicationContext context) -> {
            assertThat(context).hasFailed();
            Throwable cause = context.getStartupFailure();
            while (!(cause instanceof LockConfigurationException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            assertThat(cause).isInstanceOf(LockConfigurationException.class).hasMessageContaining(description);
            assertThat(((LockConfigurationException) cause).action()).contains(action);
        });
    }

    private static String credentials(RedisURI uri) {
        var credentials = uri.getCredentialsProvider().resolveCredentials().block();
        return credentials.getUsername() + " " + new String(credentials.getPassword());
    }

    static class Bids {

        @DistributedLock(key = "'item:' + #id", ttl = "10s")
        public void place(String id, Runnable work) {
            work.run();
        }
    }

    static class Writer {

        Writer(FencedRedis redis) {}
    }
}

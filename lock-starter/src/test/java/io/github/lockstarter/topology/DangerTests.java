package io.github.lockstarter.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.core.DangerReport;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.RedlockServers;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What can cost locks is found at start-up, and said once. */
@Tag("boot3-in-ci")
@ExtendWith(OutputCaptureExtension.class)
class DangerTests {

    @Test
    void aSingleServerThatEvictsNothingIsInNone() {
        try (RedisServer server = RedisServer.start()) {
            assertThat(dangers(server, 0)).isEmpty();
        }
    }

    @Test
    void anEvictingPolicyIsOne() {
        try (RedisServer server = RedisServer.start("--maxmemory-policy", "volatile-lru")) {
            assertThat(dangers(server, 0))
                    .singleElement()
                    .asString()
                    .contains(
                            "evicts keys when its memory is full (maxmemory-policy volatile-lru; maxmemory is not set yet)")
                    .contains("Set maxmemory-policy noeviction");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 2", "1, 0, 1", "0, 1, 1", "1, 1, 0", "1, 2, 1"})
    void replicasThatNeedNotHaveALockAreOne(int minReplicas, int waitReplicas, int expected) {
        try (RedisServer master = RedisServer.start(
                        "--min-replicas-to-write", "" + minReplicas, "--repl-diskless-sync-delay", "0");
                RedisServer replica = RedisServer.start("--replicaof", master.host() + " " + master.port())) {
            Await.until(() -> master.command("INFO", "replication").contains("state=online"));

            List<Danger> found = dangers(master, waitReplicas);

            assertThat(found).as("%s", found).hasSize(expected);
            assertThat(found.stream().anyMatch(danger -> danger.what().contains("takes writes without them")))
                    .isEqualTo(minReplicas == 0);
        }
    }

    @Test
    void notToBeAllowedToAskIsNoError() {
        try (RedisServer server = RedisServer.start("--maxmemory-policy", "volatile-lru")) {
            server.command("ACL", "SETUSER", "default", "-info");
            LettuceConnectionFactory factory = TestRedis.lettuce(server);
            try (RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1))) {
                assertThat(Await.value(store.dangers())).isEmpty();
            } finally {
                factory.destroy();
            }
        }
    }

    @Test
    void membersOfARedlockThatForgetAreOne() {
        try (RedlockServers servers = new RedlockServers(2);
                RedlockServers.Jvm jvm = servers.jvm()) {
            servers.get(1).command("CONFIG", "SET", "appendonly", "yes");

            List<Danger> found = Await.value(jvm.store().dangers());

            assertThat(found).hasSize(2);
            assertThat(found.get(0)).asString().contains("has 2 nodes, of which 0 may fail");
            assertThat(found.get(1).where())
                    .isEqualTo("Redlock node " + servers.addresses().toList().get(0));
            assertThat(found.get(1)).asString().contains("appendonly no", "a restart forgets its locks");
        }
    }

    @Test
    void theyAreAWarningEachAtStartUpAndInTheReport(CapturedOutput output) {
        try (RedisServer server = RedisServer.start("--maxmemory-policy", "allkeys-lru")) {
            Contexts.onRedis(server).run(context -> {
                DangerReport report = context.getBean(DangerReport.class);
                Await.until(() -> !report.found().isEmpty());

                assertThat(report.found()).singleElement().asString().contains("allkeys-lru");
                assertThat(output.getOut().split("Locks are in danger: ")).hasSize(2);
                assertThat(output).containsPattern("WARN .*Locks are in danger: Redis evicts keys");
            });
        }
    }

    private static List<Danger> dangers(RedisServer server, int waitReplicas) {
        LettuceConnectionFactory factory = TestRedis.lettuce(server);
        try (RedisLockStore store = new RedisLockStore(
                factory, "lock:", Duration.ofHours(1), new Acknowledgement(waitReplicas, Duration.ofMillis(100)))) {
            return Await.value(((LockStore) store).dangers());
        } finally {
            factory.destroy();
        }
    }
}

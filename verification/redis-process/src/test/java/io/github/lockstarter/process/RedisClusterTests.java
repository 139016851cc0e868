package io.github.lockstarter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisClusterTests {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static RedisCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.builder()
                .replicasPerMaster(1)
                .nodeTimeout(Duration.ofMillis(1500))
                .flags("--maxmemory", "64mb")
                .start();
    }

    @AfterAll
    static void closeLeavesNoProcess() {
        cluster.servers().get(0).suspend();
        cluster.close();
        cluster.close();
        assertThat(cluster.servers())
                .noneMatch(RedisServer::isAlive)
                .allSatisfy(server -> assertThatIllegalStateException()
                        .isThrownBy(server::restart)
                        .withMessageContaining("closed"));
    }

    @Test
    void threeMastersShareTheSlotsAndEachHasAReplica() {
        assertThat(cluster.servers()).hasSize(6).allSatisfy(server -> {
            assertThat(server.command("CLUSTER", "INFO"))
                    .contains("cluster_state:ok\r\n", "cluster_slots_ok:16384\r\n", "cluster_known_nodes:6\r\n");
            assertThat(server.command("CONFIG", "GET", "cluster-node-timeout")).endsWith("\n1500");
            assertThat(server.command("CONFIG", "GET", "maxmemory")).endsWith("\n67108864");
        });
        List<RedisServer> masters = IntStream.range(0, RedisCluster.SLOTS / 512)
                .mapToObj(i -> cluster.masterOf(i * 512))
                .distinct()
                .toList();
        assertThat(masters)
                .hasSize(3)
                .allSatisfy(master ->
                        assertThat(master.command("INFO", "replication")).contains("connected_slaves:1\r\n"));
        assertThat(cluster.nodes())
                .hasSize(6)
                .element(0)
                .isEqualTo("127.0.0.1:" + cluster.servers().get(0).port());
    }

    @Test
    void keyIsFoundByTheRedirectOfAnyNode() {
        RedisServer master = cluster.masterOf(slot("redirected"));
        master.command("SET", "redirected", "value");
        assertThat(cluster.servers())
                .filteredOn(server -> server != master)
                .hasSize(5)
                .allSatisfy(server -> assertThatIllegalStateException()
                        .isThrownBy(() -> server.command("GET", "redirected"))
                        .withMessage("MOVED " + slot("redirected") + " " + master.address()));
        assertThat(master.command("GET", "redirected")).isEqualTo("value");
    }

    @Test
    void migratedSlotHasItsKeysAndItsOwnerElsewhere() {
        int slot = slot("{moved}");
        RedisServer from = cluster.masterOf(slot);
        RedisServer to = cluster.masterOf((slot + RedisCluster.SLOTS / 2) % RedisCluster.SLOTS);
        for (int i = 0; i < 50; i++) {
            from.command("SET", "{moved}\n" + i, "value " + i);
        }
        setBytes(from, "{moved}\u00ff", "\u00fe");

        cluster.migrate(slot, from, to);

        assertThat(cluster.masterOf(slot)).isSameAs(to);
        assertThat(to.command("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot)))
                .isEqualTo("51");
        assertThat(to.command("GET", "{moved}\n49")).isEqualTo("value 49");
        assertThat(from.command("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot)))
                .isEqualTo("0");
        assertThat(cluster.servers())
                .filteredOn(server -> server != to)
                .allSatisfy(server -> assertThatIllegalStateException()
                        .isThrownBy(() -> server.command("GET", "{moved}\n0"))
                        .withMessage("MOVED " + slot + " " + to.address()));
        cluster.awaitConverged(LONG);
    }

    @Test
    void slotIsMovedOnlyFromItsOwnerToAnotherMaster() {
        RedisServer owner = cluster.masterOf(0);
        RedisServer other = cluster.masterOf(RedisCluster.SLOTS - 1);
        RedisServer replica = cluster.servers().stream()
                .filter(server -> server.command("INFO", "replication").contains("role:slave"))
                .findFirst()
                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.migrate(0, other, owner))
                .withMessageContaining(other.address() + " does not serve slot 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.migrate(0, owner, replica))
                .withMessageContaining(replica.address() + " is no other master");
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.migrate(0, owner, owner));
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.masterOf(RedisCluster.SLOTS));
    }

    @Test
    void replicaTakesThePlaceOfAKilledMasterWhichComesBackAsAReplica() {
        int slot = slot("kept");
        RedisServer old = cluster.masterOf(slot);
        old.command("SET", "kept", "value");
        assertThat(old.command("WAIT", "1", "5000")).isEqualTo("1");

        old.kill();
        assertThatIllegalStateException()
                .isThrownBy(() -> cluster.awaitWritable(SHORT))
                .withMessageContaining("Waited 100 ms for the cluster to be writable in vain")
                .withMessageContaining(old.port() + ", which is down");
        assertThatIllegalStateException()
                .isThrownBy(() -> cluster.masterOf(slot))
                .withMessageContaining("No running node serves slot " + slot);
        cluster.awaitWritable(LONG);
        assertEverySlotCanBeWritten();

        assertThat(cluster.masterOf(slot)).isNotSameAs(old);
        assertThat(cluster.masterOf(slot).command("GET", "kept")).isEqualTo("value");
        assertThatIllegalStateException()
                .isThrownBy(() -> cluster.awaitConverged(SHORT))
                .withMessageContaining(old.address() + " does not answer");

        old.restart();
        cluster.awaitConverged(LONG);
        assertThat(old.command("INFO", "replication")).contains("role:slave", "master_link_status:up");
        assertThat(old.command("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot)))
                .isEqualTo("1");
    }

    @Test
    void suspendedMasterIsReplacedAndBecomesAReplica() {
        RedisServer old = cluster.masterOf(slot("stopped"));

        old.suspend();
        assertThatIllegalStateException().isThrownBy(() -> cluster.awaitWritable(SHORT));
        cluster.awaitWritable(LONG);
        assertEverySlotCanBeWritten();

        old.resume();
        cluster.awaitConverged(LONG);
        assertThat(old.command("INFO", "replication")).contains("role:slave");
        assertThat(cluster.masterOf(slot("stopped"))).isNotSameAs(old);
    }

    @Test
    void clusterIsWritableWithoutAReplica() {
        RedisServer replica = cluster.servers().stream()
                .filter(server -> server.command("INFO", "replication").contains("role:slave"))
                .findFirst()
                .orElseThrow();
        replica.kill();
        cluster.awaitWritable(LONG);
        replica.restart();
        cluster.awaitConverged(LONG);
    }

    @Test
    void failedStartLeavesNoProcess() {
        long before = children();
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisCluster.start("--no-such-flag", "1"))
                .withMessageContaining("Bad directive or wrong number of arguments");
        assertThat(children()).isEqualTo(before);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisCluster.builder().masters(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisCluster.builder().replicasPerMaster(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisCluster.builder().firstPort(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisCluster.builder().nodeTimeout(Duration.ZERO));
    }

    private static void assertEverySlotCanBeWritten() {
        for (int i = 0; i < 100; i++) {
            String key = "key:" + i;
            assertThat(cluster.masterOf(slot(key)).command("SET", key, "1")).isEqualTo("OK");
        }
    }

    private static void setBytes(RedisServer server, String key, String value) {
        try (RespConnection connection =
                RespConnection.open(server.host(), server.port(), Duration.ofSeconds(5), StandardCharsets.ISO_8859_1)) {
            connection.send("SET", key, value);
        }
    }

    private static int slot(String key) {
        RedisServer any = cluster.servers().stream()
                .filter(RedisServer::isRunning)
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(any.command("CLUSTER", "KEYSLOT", key));
    }

    private static long children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }
}

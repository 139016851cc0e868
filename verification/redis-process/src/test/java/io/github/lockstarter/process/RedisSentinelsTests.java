package io.github.lockstarter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisSentinelsTests {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static RedisSentinels sentinels;

    @BeforeAll
    static void startSentinels() {
        sentinels = RedisSentinels.builder()
                .downAfter(Duration.ofMillis(1001))
                .flags("--min-replicas-to-write", "1", "--min-replicas-max-lag", "1")
                .start();
    }

    @AfterAll
    static void closeSentinels() {
        sentinels.close();
    }

    @Test
    void eachSentinelKnowsTheMasterItsReplicasAndTheOtherSentinels() {
        assertThat(sentinels.masterName()).isEqualTo("mymaster");
        assertThat(sentinels.servers()).hasSize(3).contains(sentinels.master());
        assertThat(sentinels.sentinels()).hasSize(3).allSatisfy(address -> {
            String host = address.substring(0, address.indexOf(':'));
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            try (RespConnection sentinel = RespConnection.open(host, port, LONG)) {
                assertThat(sentinel.send("SENTINEL", "CKQUORUM", "mymaster")).startsWith("OK 3 usable Sentinels");
                assertThat(sentinel.send("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"))
                        .isEqualTo("127.0.0.1\n" + sentinels.master().port());
                assertThat(sentinel.send("SENTINEL", "MASTER", "mymaster"))
                        .contains("num-slaves\n2\n", "quorum\n2\n", "parallel-syncs\n1")
                        .contains("down-after-milliseconds\n1001\n");
            }
        });
    }

    @Test
    void flagsAreTheServersAndTheMasterCanBeWrittenAtOnce() {
        assertThat(sentinels.servers())
                .allSatisfy(server -> assertThat(server.command("CONFIG", "GET", "min-replicas-to-write"))
                        .endsWith("\n1"));
        sentinels.awaitConverged(LONG);
        assertThat(sentinels.master().command("SET", "written", "1")).isEqualTo("OK");
    }

    @Test
    void replicaTakesThePlaceOfAKilledMasterWhichComesBackAsAReplica() {
        sentinels.awaitConverged(LONG);
        RedisServer old = sentinels.master();
        old.command("SET", "kept", "value");
        assertThat(old.command("WAIT", "2", "5000")).isEqualTo("2");

        old.kill();
        assertThatIllegalStateException()
                .isThrownBy(() -> sentinels.awaitMasterOtherThan(old, SHORT))
                .withMessageContaining("another master than " + old.address());
        RedisServer promoted = sentinels.awaitMasterOtherThan(old, LONG);
        assertThat(promoted).isNotSameAs(old).isSameAs(sentinels.master());
        assertThat(promoted.command("GET", "kept")).isEqualTo("value");
        assertThatIllegalStateException().isThrownBy(() -> sentinels.awaitConverged(SHORT));

        old.restart();
        sentinels.awaitConverged(LONG);
        Replicas.assertIsReplicaOf(promoted, old);
        assertThat(old.command("GET", "kept")).isEqualTo("value");
    }

    @Test
    void restartedReplicaIsAReplicaAtOnce() {
        RedisServer master = sentinels.master();
        RedisServer replica = sentinels.servers().stream()
                .filter(server -> server != master)
                .findFirst()
                .orElseThrow();
        replica.restart();
        assertThat(replica.command("INFO", "replication"))
                .contains("role:slave\r\n", "master_port:" + master.port() + "\r\n");
        sentinels.awaitConverged(LONG);
        assertThat(sentinels.master()).isSameAs(master);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSentinels.builder().replicas(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSentinels.builder().downAfter(Duration.ofMillis(999)));
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisSentinels.start("--no-such-flag", "1"))
                .withMessageContaining("Bad directive or wrong number of arguments");
    }
}

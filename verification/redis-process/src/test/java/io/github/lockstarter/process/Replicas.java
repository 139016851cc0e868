package io.github.lockstarter.process;

import static org.assertj.core.api.Assertions.assertThat;

final class Replicas {

    private Replicas() {}

    static void assertIsReplicaOf(RedisServer master, RedisServer replica) {
        assertThat(replica.command("INFO", "replication"))
                .contains("role:slave\r\n", "master_port:" + master.port() + "\r\n", "master_link_status:up\r\n");
    }
}

package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.RedisSentinels;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A master with two replicas, and three Sentinels. Replicas and Sentinels come to the servers as users of their own, who can be shut
 * out of one without the workers being so: that is how a server is cut off from them.
 */
public final class SentinelTrio implements Topology {

    private static final List<String> OTHERS = List.of("replica", "sentinel");

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String PASSWORD = "torture";

    private final RedisSentinels sentinels;

    private final boolean acknowledged;

    /** @param acknowledged whether both replicas have to have each lock, and a master without any takes no writes */
    public SentinelTrio(boolean acknowledged) {
        this.acknowledged = acknowledged;
        List<String> flags = new ArrayList<>(AppendOnlyFile.flags());
        if (acknowledged) {
            flags.addAll(List.of("--min-replicas-to-write", "1", "--min-replicas-max-lag", "1"));
        }
        this.sentinels = RedisSentinels.start(flags.toArray(String[]::new));
        letComeAsUsers();
    }

    private void letComeAsUsers() {
        for (RedisServer server : servers()) {
            OTHERS.forEach(user -> server.command("ACL", "SETUSER", user, "on", ">" + PASSWORD, "~*", "&*", "+@all"));
            server.command("CONFIG", "SET", "masteruser", "replica", "masterauth", PASSWORD);
            server.command("CONFIG", "REWRITE");
        }
        for (String sentinel : sentinels.sentinels()) {
            int colon = sentinel.lastIndexOf(':');
            try (RespConnection connection = RespConnection.open(
                    sentinel.substring(0, colon), Integer.parseInt(sentinel.substring(colon + 1)), LIMIT)) {
                String name = sentinels.masterName();
                connection.send("SENTINEL", "SET", name, "auth-user", "sentinel", "auth-pass", PASSWORD);
            }
        }
        sentinels.master().command("CLIENT", "KILL", "TYPE", "replica");
        sentinels.awaitConverged(LIMIT);
    }

    @Override
    public List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "--spring.data.redis.sentinel.master=" + sentinels.masterName(),
                "--spring.data.redis.sentinel.nodes=" + String.join(",", sentinels.sentinels()),
                "--spring.data.redis.timeout=1s"));
        if (acknowledged) {
            settings.add("--distributed-lock.redis.wait-replicas=2");
        }
        return settings;
    }

    @Override
    public List<RedisServer> servers() {
        return sentinels.servers();
    }

    public RedisSentinels sentinels() {
        return sentinels;
    }

    /** Lets neither the other servers nor the Sentinels in, while workers are where they were. */
    public void cutOff(RedisServer server) {
        for (String user : OTHERS) {
            // Not "off": they would come as the default user.
            server.command("ACL", "SETUSER", user, "-@all");
            server.command("CLIENT", "KILL", "USER", user);
        }
    }

    public void letIn(RedisServer server) {
        OTHERS.forEach(user -> server.command("ACL", "SETUSER", user, "+@all"));
    }

    @Override
    public Set<Workload> workloads() {
        return EnumSet.complementOf(EnumSet.of(Workload.FOREIGN, Workload.FENCED));
    }

    @Override
    public void close() {
        sentinels.close();
    }
}

package io.github.lockstarter.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@link RedisSentinels} are started with. */
public final class RedisSentinelsBuilder {
    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;
    private static final int FREE = 0;
    private static final Duration SHORTEST_DOWN_AFTER = Duration.ofSeconds(1);
    private static final Duration CONVERGED_LIMIT = Duration.ofSeconds(30);

    private int replicas = 2;
    private Duration downAfter = SHORTEST_DOWN_AFTER;
    private int firstSentinelPort = FREE;
    private List<String> flags = List.of();

    RedisSentinelsBuilder() {}

    /**
     * @param replicas of the master, 2 unless said otherwise
     * @throws IllegalArgumentException if there is none, as no fail-over is possible then
     */
    public RedisSentinelsBuilder replicas(int replicas) {
        if (replicas < 1) {
            throw new IllegalArgumentException("A fail-over needs a replica: " + replicas);
        }
        this.replicas = replicas;
        return this;
    }

    /**
     * Before Redis 7.0, whose Sentinels connect less often, take 2 s or more, or fail-overs may follow without need.
     *
     * @param silence after which a Sentinel takes a server for down, 1 s unless said otherwise
     * @throws IllegalArgumentException if it is shorter than 1 s: one fail-over would be the cause of the next then
     */
    public RedisSentinelsBuilder downAfter(Duration silence) {
        if (silence.compareTo(SHORTEST_DOWN_AFTER) < 0) {
            throw new IllegalArgumentException("The silence must be 1 s or longer, because after a fail-over Sentinels"
                    + " may need as long to connect to the new master: " + silence);
        }
        this.downAfter = silence;
        return this;
    }

    /**
     * @param port of the first Sentinel, whose followers have the two ports that follow; free ones unless said otherwise.
     *     The servers have free ones in any case: clients ask the Sentinels for them.
     * @throws IllegalArgumentException if it is not from 1 to 65535
     */
    public RedisSentinelsBuilder firstSentinelPort(int port) {
        this.firstSentinelPort = RedisServerBuilder.checkedPort(port);
        return this;
    }

    /**
     * @param flags for the Redis servers, not the Sentinels, as on the command line, a word each:
     *     {@code "--min-replicas-to-write", "1"}; they win over the defaults
     */
    public RedisSentinelsBuilder flags(String... flags) {
        this.flags = List.of(flags);
        return this;
    }

    /**
     * @throws IllegalArgumentException if {@code --port} is among the flags
     * @throws IllegalStateException if there is no binary, a process is not ready within 10 s, or they have not
     *     converged 30 s later
     */
    public RedisSentinels start() {
        List<RedisServer> servers = new ArrayList<>();
        List<RedisServer> sentinels = new ArrayList<>();
        try {
            RedisServer master = server();
            servers.add(master);
            for (int i = 0; i < replicas; i++) {
                servers.add(server("replicaof " + master.host() + " " + master.port()));
            }
            for (int i = 0; i < SENTINELS; i++) {
                sentinels.add(sentinel(i, master));
            }
            RedisSentinels started = new RedisSentinels(servers, sentinels);
            started.awaitConverged(CONVERGED_LIMIT);
            return started;
        } catch (RuntimeException e) {
            Servers.close(Stream.concat(sentinels.stream(), servers.stream()).toList());
            throw e;
        }
    }

    /** With a file into which Sentinels let it write whose replica it is, so that a restart does not forget it. */
    private RedisServer server(String... config) {
        String[] allFlags =
                Stream.concat(Servers.FAST_SYNC.stream(), flags.stream()).toArray(String[]::new);
        return RedisServer.builder()
                .lastingPort()
                .config(config)
                .flags(allFlags)
                .start();
    }

    private RedisServer sentinel(int number, RedisServer master) {
        String name = RedisSentinels.MASTER_NAME;
        RedisServerBuilder builder = RedisServer.builder();
        RedisServer sentinel = (firstSentinelPort == FREE
                        ? builder.lastingPort()
                        : builder.port(firstSentinelPort + number))
                .config(
                        "sentinel monitor " + name + " " + master.host() + " " + master.port() + " " + QUORUM,
                        "sentinel down-after-milliseconds " + name + " " + downAfter.toMillis(),
                        "sentinel failover-timeout " + name + " "
                                + failoverTimeout().toMillis(),
                        "sentinel parallel-syncs " + name + " 1")
                .flags("--sentinel")
                .start();
        hurry(sentinel);
        return sentinel;
    }

    /** After twice this time a fail-over that failed, for want of votes say, is tried again. */
    private Duration failoverTimeout() {
        return downAfter.multipliedBy(2);
    }

    /**
     * Makes a Sentinel look more often. As it is, it tells a master that came back after 20 s that it is none now; and it
     * connects once a second, so that it may take a new master for down before it has connected to it, and replace it.
     */
    private static void hurry(RedisServer sentinel) {
        try {
            sentinel.command("SENTINEL", "DEBUG", "ping-period", "400", "info-period", "500", "publish-period", "500");
        } catch (IllegalStateException e) {
            // Before Redis 7.0 it cannot be told: all the same happens, but later.
        }
    }
}

package io.github.lockstarter.sample.redis;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.process.RespConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Three masters that share the slots, with a replica each. */
final class OwnCluster implements OwnRedis {

    private static final int MASTERS = 3;

    private static final Duration FORMED_LIMIT = Duration.ofSeconds(10);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final List<Integer> ports;

    private final @Nullable RedisCluster started;

    private OwnCluster(List<Integer> ports, @Nullable RedisCluster started) {
        this.ports = ports;
        this.started = started;
    }

    /**
     * @param port of the first node
     * @throws NoRedisException if there is none on its port and those that follow, and none can be started there
     */
    static OwnCluster startOrJoin(int port) {
        List<Integer> ports = SharedPorts.from(port, 2 * MASTERS);
        return SharedPorts.startUnlessThere(
                        ports,
                        () -> RedisCluster.builder()
                                .masters(MASTERS)
                                .replicasPerMaster(1)
                                .firstPort(port)
                                .start())
                .map(started -> new OwnCluster(ports, started))
                .orElseGet(() -> joined(ports));
    }

    /** Another instance may be forming it at this moment. */
    private static OwnCluster joined(List<Integer> ports) {
        long endsAt = System.nanoTime() + FORMED_LIMIT.toNanos();
        while (ports.stream().noneMatch(OwnCluster::saysItIsFormed) && System.nanoTime() - endsAt < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return new OwnCluster(ports, null);
    }

    private static boolean saysItIsFormed(int port) {
        try (RespConnection node = RespConnection.open(PortProbe.HOST, port, ANSWER_LIMIT)) {
            return node.send("CLUSTER", "INFO").contains("cluster_state:ok");
        } catch (IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("spring.data.redis.cluster.nodes", String.join(",", SharedPorts.addresses(ports)));
    }

    @Override
    public List<String> lines() {
        return started == null
                ? List.of("Joined the cluster on %s, which ends with the instance that started it"
                        .formatted(SharedPorts.addresses(ports)))
                : SharedPorts.lines(started.servers());
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}

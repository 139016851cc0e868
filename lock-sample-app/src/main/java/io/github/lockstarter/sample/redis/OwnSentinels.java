package io.github.lockstarter.sample.redis;

import io.github.lockstarter.process.RedisSentinels;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A master, two replicas and three Sentinels, which let a replica take the place of a master that is down. */
final class OwnSentinels implements OwnRedis {

    private static final int SENTINELS = 3;

    /** A master that was cut off from its replicas, and may have been replaced, takes no writes; and all keep their data. */
    private static final String[] FLAGS = {
        "--min-replicas-to-write", "1", "--min-replicas-max-lag", "1", "--appendonly", "yes"
    };

    private final List<Integer> ports;

    private final @Nullable RedisSentinels started;

    private OwnSentinels(List<Integer> ports, @Nullable RedisSentinels started) {
        this.ports = ports;
        this.started = started;
    }

    /**
     * @param port of the first Sentinel
     * @throws NoRedisException if there is none on its port and those that follow, and none can be started there
     */
    static OwnSentinels startOrJoin(int port) {
        List<Integer> ports = SharedPorts.from(port, SENTINELS);
        return new OwnSentinels(
                ports,
                SharedPorts.startUnlessThere(
                                ports,
                                () -> RedisSentinels.builder()
                                        .firstSentinelPort(port)
                                        .flags(FLAGS)
                                        .start())
                        .orElse(null));
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of(
                "spring.data.redis.sentinel.master",
                RedisSentinels.MASTER_NAME,
                "spring.data.redis.sentinel.nodes",
                String.join(",", SharedPorts.addresses(ports)));
    }

    @Override
    public List<String> lines() {
        return started == null
                ? List.of("Joined the Sentinels on %s, which end with the instance that started them"
                        .formatted(SharedPorts.addresses(ports)))
                : SharedPorts.lines(Stream.concat(started.servers().stream(), started.sentinelServers().stream())
                        .toList());
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}

package io.github.lockstarter.sample.redis;

import io.github.lockstarter.process.RedisServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Redis. */
final class OwnServer implements OwnRedis {

    private final String role;

    private final int port;

    private final @Nullable RedisServer server;

    private OwnServer(String role, int port, @Nullable RedisServer server) {
        this.role = role;
        this.port = port;
        this.server = server;
    }

    /**
     * @param role what the lines call it
     * @throws NoRedisException if there is none on the port, and none can be started there
     */
    static OwnServer startOrJoin(String role, int port) {
        return new OwnServer(
                role,
                port,
                SharedPorts.startUnlessThere(
                                List.of(port),
                                () -> RedisServer.builder().port(port).start())
                        .orElse(null));
    }

    /** Whether it was started here, and ends here. */
    boolean isStarted() {
        return server != null;
    }

    String address() {
        return SharedPorts.address(port);
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("spring.data.redis.host", PortProbe.HOST, "spring.data.redis.port", port);
    }

    @Override
    public List<String> lines() {
        return List.of(
                server == null
                        ? "Joined the %s on %s, which ends with the instance that started it".formatted(role, address())
                        : "Started a %s on %s (pid %d), which ends with this instance"
                                .formatted(role, address(), server.pid()));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}

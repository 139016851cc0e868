package io.github.lockstarter.sample.redis;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Five servers that know nothing of each other, for the locks of Redlock. */
final class OwnLockNodes implements OwnRedis {

    private static final int NODES = 5;

    private final List<OwnServer> nodes;

    private OwnLockNodes(List<OwnServer> nodes) {
        this.nodes = nodes;
    }

    /**
     * @param port of the first one
     * @throws NoRedisException if one is not there on its port, and cannot be started there
     */
    static OwnLockNodes startOrJoin(int port) {
        return new OwnLockNodes(SharedPorts.from(port, NODES).stream()
                .map(each -> OwnServer.startOrJoin("Redis for locks", each))
                .toList());
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of(
                RedisConfigured.LOCK_NODES,
                nodes.stream().map(node -> "redis://" + node.address()).collect(Collectors.joining(",")));
    }

    @Override
    public List<String> lines() {
        return nodes.stream().flatMap(node -> node.lines().stream()).toList();
    }

    @Override
    public void close() {
        nodes.forEach(OwnServer::close);
    }
}

package io.github.lockstarter.benchmarks.contender;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/** The contenders of this JVM, each opened at its first use; the kinds of Redisson share one client. Not thread-safe. */
public final class Contenders implements AutoCloseable {
    private final int port;
    private final Map<Kind, Contender> open = new EnumMap<>(Kind.class);
    private @Nullable RedissonClient redisson;

    /** @param port of the Redis on this machine */
    public Contenders(int port) {
        this.port = port;
    }

    public Contender get(Kind kind) {
        return open.computeIfAbsent(kind, this::open);
    }

    @Override
    public void close() {
        open.values().forEach(Contender::close);
        if (redisson != null) {
            redisson.shutdown();
        }
    }

    private Contender open(Kind kind) {
        return switch (kind) {
            case FLOOR -> new FloorContender(port);
            case STARTER_0 -> new StarterContender(port, "0");
            case STARTER_5 -> new StarterContender(port, "5ms");
            case STARTER_20 -> new StarterContender(port, "20ms");
            case STARTER_OBSERVED -> new StarterContender(port, "5ms", Observed.class);
            case RLOCK, RLOCK_WATCHDOG, RFAIRLOCK, RFENCEDLOCK -> new RedissonContender(redisson(), kind);
            case REGISTRY_SPIN, REGISTRY_PUBSUB -> new RegistryContender(port, kind == Kind.REGISTRY_PUBSUB);
            case LOCK4J -> new Lock4jContender(port);
            case SHEDLOCK -> new ShedLockContender(port);
        };
    }

    private RedissonClient redisson() {
        if (redisson == null) {
            redisson = RedissonClients.to(port);
        }
        return redisson;
    }
}

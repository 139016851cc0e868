package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Slot;
import io.github.lockstarter.torture.history.Workload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.data.redis.connection.ClusterSlotHashUtil;

/** What happens to a cluster. */
final class ClusterFaults {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ClusterFaults() {}

    static boolean kill(Arena arena, Slot slot, Duration lasting) {
        return failOver(arena, lasting, RedisServer::kill, RedisServer::restart);
    }

    static boolean stop(Arena arena, Slot slot, Duration lasting) {
        return failOver(arena, lasting, RedisServer::suspend, RedisServer::resume);
    }

    /** Those of all keys that workers use most. */
    static boolean migrate(Arena arena, Slot slot, Duration lasting) {
        RedisCluster cluster = arena.six().cluster();
        List<RedisServer> masters = arena.six().masters();
        for (int i = 0; i < Workload.RAW.keys(); i++) {
            int hash = slotOf(i);
            RedisServer from = cluster.masterOf(hash);
            RedisServer to = masters.get((masters.indexOf(from) + 1 + i % 2) % masters.size());
            cluster.migrate(hash, from, to);
            Pause.of(lasting);
        }
        return true;
    }

    private static boolean failOver(
            Arena arena, Duration lasting, Consumer<RedisServer> fail, Consumer<RedisServer> comeBack) {
        RedisCluster cluster = arena.six().cluster();
        RedisServer master = cluster.masterOf(slotOf((int) (lasting.toMillis() % Workload.RAW.keys())));
        fail.accept(master);
        try {
            cluster.awaitWritable(LIMIT);
            Pause.of(lasting);
        } finally {
            comeBack.accept(master);
        }
        cluster.awaitConverged(LIMIT);
        return true;
    }

    private static int slotOf(int rawKey) {
        return ClusterSlotHashUtil.calculateSlot(Workload.RAW.key(rawKey).lock().getBytes(StandardCharsets.UTF_8));
    }
}

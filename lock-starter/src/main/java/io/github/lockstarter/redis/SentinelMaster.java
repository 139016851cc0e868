package io.github.lockstarter.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The master as the Sentinels name it: when they name another one than before, the connections to that are given up. */
final class SentinelMaster extends LettuceMaster {

    private static final Logger log = LoggerFactory.getLogger(SentinelMaster.class);

    private final LettuceConnectionFactory factory;

    private final String name;

    private final List<Runnable> resets = new CopyOnWriteArrayList<>();

    private final MovedMaster<Long> moved;

    private volatile @Nullable SocketAddress known;

    /** Another number for each master that was seen. */
    private volatile long term;

    SentinelMaster(LettuceConnectionFactory factory, String name, RedisThreads threads) {
        this.factory = factory;
        this.name = name;
        this.moved = new MovedMaster<>(threads, this::look);
    }

    @Override
    void onMoved(Runnable reset) {
        resets.add(reset);
    }

    @Override
    void connected() {
        moved.lookSoon();
    }

    @Override
    CompletableFuture<Object> watch(byte[] key, CompletableFuture<Object> reply) {
        return moved.watch(reply, term);
    }

    /** Blocks. */
    private CompletionStage<?> look() {
        SocketAddress master = master();
        SocketAddress before = known;
        known = master;
        if (before != null && !before.equals(master)) {
            log.info("The Sentinels have made {} the master in place of {}", master, before);
            term++;
            resets.forEach(SentinelMaster::run);
        }
        moved.giveUp(sentIn -> sentIn != term);
        return CompletableFuture.completedFuture(null);
    }

    /** Whatever becomes of one, the others are not left out: there is no second time. */
    private static void run(Runnable reset) {
        try {
            reset.run();
        } catch (RuntimeException e) {
            log.debug("A connection to the old master could not be given up: {}", e.toString());
        }
    }

    private SocketAddress master() {
        RedisClient client = (RedisClient) factory.getRequiredNativeClient();
        try (StatefulRedisSentinelConnection<String, String> sentinel = client.connectSentinel()) {
            return sentinel.sync().getMasterAddrByName(name);
        }
    }
}

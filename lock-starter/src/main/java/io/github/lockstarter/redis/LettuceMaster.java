package io.github.lockstarter.redis;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Sees to it that connections of Lettuce's follow the master, where there may be another: with Sentinel, and in a cluster. */
abstract class LettuceMaster {

    /** There is but one server. */
    private static final LettuceMaster ONLY = new LettuceMaster() {};

    static LettuceMaster of(LettuceConnectionFactory factory, RedisThreads threads) {
        if (factory.isClusterAware()) {
            return new ClusterMasters(factory, threads);
        }
        RedisSentinelConfiguration sentinels = factory.getSentinelConfiguration();
        if (sentinels == null) {
            return ONLY;
        }
        String name = Objects.requireNonNull(sentinels.getMaster()).getName();
        return new SentinelMaster(factory, Objects.requireNonNull(name), threads);
    }

    /** @param reset gives up connections to a master that is none any more; may block */
    void onMoved(Runnable reset) {}

    /** A connection was made. */
    void connected() {}

    /**
     * A command was sent.
     *
     * @param key which it is about
     * @param reply to it, if one comes
     * @return the answer: the reply, or that none is waited for any more
     */
    CompletableFuture<Object> watch(byte[] key, CompletableFuture<Object> reply) {
        return reply;
    }
}

package io.github.lockstarter.redis.fenced;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Fenced connections over those of the application. Not a bean: the application has one factory, its own. */
final class FencedConnectionFactory implements RedisConnectionFactory {

    private final LettuceConnectionFactory application;

    private final Fence fence;

    /** The one over the connection that the application shares. A map would keep what is closed. */
    private volatile @Nullable FencedNative shared;

    FencedConnectionFactory(LettuceConnectionFactory application, Fence fence) {
        this.application = application;
        this.fence = fence;
    }

    @Override
    public RedisConnection getConnection() {
        RedisConnection base = application.getConnection();
        try {
            StatefulConnection<byte[], byte[]> target = nativeOf(base);
            FencedConnection connection = new FencedConnection(
                    base,
                    fenced(target),
                    replies -> new FencedNative(target, fence, replies),
                    application.getClientConfiguration().getCommandTimeout(),
                    application.getDatabase());
            connection.setConvertPipelineAndTxResults(getConvertPipelineAndTxResults());
            return connection;
        } catch (RuntimeException e) {
            base.close();
            throw e;
        }
    }

    private FencedNative fenced(StatefulConnection<byte[], byte[]> target) {
        FencedNative known = shared;
        if (known != null && known.isOver(target)) {
            return known;
        }
        FencedNative fenced = new FencedNative(target, fence, null);
        if (application.getShareNativeConnection()) {
            shared = fenced;
        }
        return fenced;
    }

    // Deprecated in Lettuce 7, which does not say what else gives the connection of commands.
    @SuppressWarnings({"unchecked", "deprecation"})
    private static StatefulConnection<byte[], byte[]> nativeOf(RedisConnection base) {
        Object commands = base.getNativeConnection();
        if (commands instanceof RedisAdvancedClusterAsyncCommands<?, ?> cluster) {
            return (StatefulConnection<byte[], byte[]>) cluster.getStatefulConnection();
        }
        return ((RedisAsyncCommands<byte[], byte[]>) commands).getStatefulConnection();
    }

    @Override
    public RedisClusterConnection getClusterConnection() {
        throw new UnsupportedOperationException(
                "What is sent to the nodes of a cluster cannot be fenced. Send it by your own template.");
    }

    @Override
    public RedisSentinelConnection getSentinelConnection() {
        throw new UnsupportedOperationException("What is sent to a sentinel cannot be fenced.");
    }

    @Override
    public boolean getConvertPipelineAndTxResults() {
        return application.getConvertPipelineAndTxResults();
    }

    @Override
    public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException e) {
        return application.translateExceptionIfPossible(e);
    }
}

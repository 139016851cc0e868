package io.github.lockstarter.redis.fenced;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConnection;

/** Has no connections, and says why. */
final class RefusingConnectionFactory implements RedisConnectionFactory {

    private final String reason;

    RefusingConnectionFactory(String reason) {
        this.reason = reason;
    }

    @Override
    public RedisConnection getConnection() {
        throw new IllegalStateException(reason);
    }

    @Override
    public RedisClusterConnection getClusterConnection() {
        throw new IllegalStateException(reason);
    }

    @Override
    public RedisSentinelConnection getSentinelConnection() {
        throw new IllegalStateException(reason);
    }

    @Override
    public boolean getConvertPipelineAndTxResults() {
        return true;
    }

    @Override
    public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException e) {
        return null;
    }
}

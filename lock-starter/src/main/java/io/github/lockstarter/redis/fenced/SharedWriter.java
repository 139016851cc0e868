package io.github.lockstarter.redis.fenced;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.protocol.ConnectionFacade;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * Writes where the application's connection writes, and does nothing else to it: the socket is not ours to close, nor its
 * events to hear, nor its flushing to change.
 */
final class SharedWriter implements RedisChannelWriter {

    private final RedisChannelWriter writer;

    SharedWriter(RedisChannelWriter writer) {
        this.writer = writer;
    }

    @Override
    public <K, V, T> RedisCommand<K, V, T> write(RedisCommand<K, V, T> command) {
        return writer.write(command);
    }

    @Override
    public <K, V> Collection<RedisCommand<K, V, ?>> write(Collection<? extends RedisCommand<K, V, ?>> commands) {
        return writer.write(commands);
    }

    @Override
    public void setConnectionFacade(ConnectionFacade facade) {}

    @Override
    public void setAutoFlushCommands(boolean autoFlush) {}

    @Override
    public void flushCommands() {}

    @Override
    public ClientResources getClientResources() {
        return writer.getClientResources();
    }

    @Override
    public void close() {}

    @Override
    public CompletableFuture<Void> closeAsync() {
        return CompletableFuture.completedFuture(null);
    }

    /** Abstract in Lettuce 6, gone in 7. */
    public void reset() {}
}

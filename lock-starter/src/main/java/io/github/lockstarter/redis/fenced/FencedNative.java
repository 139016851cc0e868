package io.github.lockstarter.redis.fenced;

import io.github.lockstarter.store.StoredLease;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisException;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce's connection, over the socket of the application's own, on which every command is guarded. All typed operations
 * end in {@link #dispatch}. In a cluster it is a plain one too: what it writes is routed by the first key, the lock's.
 */
final class FencedNative extends StatefulRedisConnectionImpl<byte[], byte[]> {

    private final StatefulConnection<byte[], byte[]> target;

    private final Fence fence;

    private final CommandGuard guard;

    private final @Nullable PipelineReplies pipeline;

    /** @param pipeline whose only connection this is; null if it is for all but pipelines */
    FencedNative(StatefulConnection<byte[], byte[]> target, Fence fence, @Nullable PipelineReplies pipeline) {
        this(
                target,
                fence,
                pipeline,
                target instanceof StatefulRedisClusterConnection ? new KeyNotingCodec() : ByteArrayCodec.INSTANCE);
    }

    private FencedNative(
            StatefulConnection<byte[], byte[]> target,
            Fence fence,
            @Nullable PipelineReplies pipeline,
            RedisCodec<byte[], byte[]> codec) {
        super(
                new SharedWriter(((RedisChannelHandler<?, ?>) target).getChannelWriter()),
                new NoPushes(),
                codec,
                target.getTimeout());
        setOptions(target.getOptions());
        this.target = target;
        this.fence = fence;
        this.pipeline = pipeline;
        this.guard = new CommandGuard(
                codec instanceof KeyNotingCodec noting ? new SlotCheck(noting) : null, new StreamReplies(target));
    }

    boolean isOver(StatefulConnection<byte[], byte[]> other) {
        return target == other;
    }

    // Here and not in the writer: what is called here keeps state of MULTI and SELECT before it writes.
    @Override
    public <T> RedisCommand<byte[], byte[], T> dispatch(RedisCommand<byte[], byte[], T> command) {
        super.dispatch(guarded(command));
        if (pipeline != null) {
            pipeline.sent(command);
        }
        return command;
    }

    @Override
    public Collection<RedisCommand<byte[], byte[], ?>> dispatch(
            Collection<? extends RedisCommand<byte[], byte[], ?>> commands) {
        List<RedisCommand<byte[], byte[], ?>> guarded = new ArrayList<>(commands.size());
        commands.forEach(command -> guarded.add(guarded(command)));
        super.dispatch(guarded);
        return new ArrayList<>(commands);
    }

    private <T> GuardedCommand<T> guarded(RedisCommand<byte[], byte[], T> command) {
        try {
            StoredLease lease = fence.lease();
            return new GuardedCommand<>(
                    command, guard.argsFor(command, lease, fence.lockKeysOf(lease)), lease, this::refused);
        } catch (RedisException e) {
            throw e;
        } catch (RuntimeException e) {
            Refusal refusal = new Refusal(e);
            refused(refusal);
            throw refusal;
        }
    }

    private void refused(Refusal refusal) {
        if (pipeline != null) {
            pipeline.refused(refusal);
        }
    }
}

package io.github.lockstarter.redis.fenced;

import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisPipelineException;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/** Spring Data's connection over a fenced native one: keeps refusals as they are, and refuses what is more than commands. */
final class FencedConnection extends LettuceConnection {

    private final RedisConnection base;

    private final Duration timeout;

    private final Pipelines pipelines;

    private @Nullable RuntimeException thrown;

    /**
     * @param base the application's own; closed with this
     * @param pipelined makes the native connection for a pipeline
     * @param timeout of each command
     */
    FencedConnection(
            RedisConnection base,
            FencedNative fenced,
            Function<PipelineReplies, FencedNative> pipelined,
            Duration timeout,
            int database) {
        this(base, fenced, new Pipelines(pipelined), timeout, database);
    }

    private FencedConnection(
            RedisConnection base, FencedNative fenced, Pipelines pipelines, Duration timeout, int database) {
        super(fenced, pipelines, timeout.toMillis(), database);
        this.base = base;
        this.timeout = timeout;
        this.pipelines = pipelines;
    }

    @Override
    protected DataAccessException convertLettuceAccessException(Exception failure) {
        // What is thrown here comes by once more, on its way out.
        if (thrown != null && thrown == failure) {
            throw thrown;
        }
        Refusal refusal = Refusal.in(failure);
        if (refusal != null) {
            thrown = refusal.reason();
            throw thrown;
        }
        return super.convertLettuceAccessException(failure);
    }

    @Override
    public void openPipeline() {
        if (!isPipelined()) {
            pipelines.replies.begin();
        }
        super.openPipeline();
    }

    @Override
    public List<Object> closePipeline() {
        try {
            return super.closePipeline();
        } catch (RedisPipelineException e) {
            Refusal refusal = pipelines.replies.refusal(timeout);
            if (refusal == null) {
                throw e;
            }
            RuntimeException reason = refusal.reason();
            reason.addSuppressed(e);
            throw reason;
        }
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            base.close();
        }
    }

    @Override
    public void multi() {
        throw RefusedCommands.refusal("MULTI");
    }

    @Override
    public List<Object> exec() {
        throw RefusedCommands.refusal("EXEC");
    }

    @Override
    public void discard() {
        throw RefusedCommands.refusal("DISCARD");
    }

    @Override
    public void watch(byte[]... keys) {
        throw RefusedCommands.refusal("WATCH");
    }

    @Override
    public void unwatch() {
        throw RefusedCommands.refusal("UNWATCH");
    }

    @Override
    public void select(int database) {
        throw RefusedCommands.refusal("SELECT");
    }

    @Override
    public void subscribe(MessageListener listener, byte[]... channels) {
        throw RefusedCommands.refusal("SUBSCRIBE");
    }

    @Override
    public void pSubscribe(MessageListener listener, byte[]... patterns) {
        throw RefusedCommands.refusal("PSUBSCRIBE");
    }

    /** Where Spring Data would take a connection of its own, for a pipeline, it gets another fenced one on the same socket. */
    private static final class Pipelines implements LettuceConnectionProvider {

        private final PipelineReplies replies = new PipelineReplies();

        private final Function<PipelineReplies, FencedNative> natives;

        private Pipelines(Function<PipelineReplies, FencedNative> natives) {
            this.natives = natives;
        }

        @Override
        public <T extends StatefulConnection<?, ?>> CompletionStage<T> getConnectionAsync(Class<T> type) {
            FencedNative fenced = natives.apply(replies);
            if (!type.isInstance(fenced)) {
                throw new UnsupportedOperationException(
                        "A fenced client has no " + type.getSimpleName() + ": only commands can be fenced.");
            }
            return CompletableFuture.completedFuture(type.cast(fenced));
        }

        @Override
        public CompletableFuture<Void> releaseAsync(StatefulConnection<?, ?> connection) {
            return CompletableFuture.completedFuture(null);
        }
    }
}

package io.github.lockstarter.redis.fenced;

import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The refusals in one pipeline. Spring Data keeps only the texts of what failed, and stops at the first, when others are
 * still on their way.
 */
final class PipelineReplies {

    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();

    private @Nullable Future<?> last;

    /** Forgets an earlier pipeline. */
    void begin() {
        refusal.set(null);
        last = null;
    }

    /** On the thread of the pipeline. */
    void sent(RedisCommand<?, ?, ?> command) {
        if (command instanceof Future<?> future) {
            last = future;
        }
    }

    void refused(Refusal seen) {
        refusal.compareAndSet(null, seen);
    }

    /** The first, once all have been answered: replies come in the order of the commands. */
    @Nullable
    Refusal refusal(Duration timeout) {
        if (last != null) {
            try {
                last.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // What failed and how is known otherwise.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return refusal.get();
    }
}

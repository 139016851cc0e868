package io.github.lockstarter.redis;

import io.github.lockstarter.redis.VotingRights.Right;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One connection to a node that was asked whether it may vote. */
final class Up implements ScriptRunner {

    /** One that has answered nothing for so long, though it was asked, is given up. */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(2);

    private final StatefulRedisConnection<byte[], byte[]> connection;

    private final Right right;

    private final AtomicLong unanswered = new AtomicLong();

    /** Since when nothing came in, though something was asked. */
    private volatile long waitingSince;

    Up(StatefulRedisConnection<byte[], byte[]> connection, Right right) {
        this.connection = connection;
        this.right = right;
    }

    StatefulRedisConnection<byte[], byte[]> connection() {
        return connection;
    }

    /** Whether the server may vote. */
    Right right() {
        return right;
    }

    @Override
    public CompletionStage<Object> run(Script script, byte[][] keys, byte[]... args) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        if (unanswered.get() == 0) {
            waitingSince = System.nanoTime();
        }
        unanswered.incrementAndGet();
        answer.whenComplete((value, failure) -> {
            waitingSince = System.nanoTime();
            unanswered.decrementAndGet();
        });
        LettuceScripts.send(script, connection.async(), keys, args, answer);
        return answer;
    }

    boolean isSilent() {
        return unanswered.get() > 0 && System.nanoTime() - waitingSince > SILENCE;
    }

    @Override
    public void close() {
        connection.closeAsync();
    }
}

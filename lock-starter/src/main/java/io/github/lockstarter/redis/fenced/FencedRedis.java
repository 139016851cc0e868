package io.github.lockstarter.redis.fenced;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.redis.RedisLockStore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The Redis client that refuses to work once the lock is gone. Its templates are full {@link StringRedisTemplate}s on the
 * connections of the locks. Each command
 *
 * <ul>
 *   <li>needs a lease: {@link IllegalStateException} without one;
 *   <li>is refused here, unsent, once the lease is not {@linkplain Lease#isValid() valid}: {@link LeaseLostException};
 *   <li>is executed by the server only if every lock key of the lease still holds our owner token: the check and the
 *       command are one script, in one round trip. Otherwise nothing is executed: {@link LeaseLostException}.
 * </ul>
 *
 * <p>A command whose connection breaks before its answer comes is sent again by Lettuce, as any other is: it may then be
 * executed twice, or be refused although it was executed the first time, when the lock was still ours. Use commands that do the
 * same when done twice ({@code SET} rather than {@code RPUSH}), or read what is there.
 *
 * <p>Replies and exceptions are those of the plain template, except:
 *
 * <ul>
 *   <li>An integer reply beyond 2^53, of {@code increment} for one, has lost its last digits on the way through Lua. What
 *       is stored is right.
 *   <li>Refused with {@link UnsupportedOperationException}, by name: whatever blocks ({@code BLPOP}, {@code XREAD BLOCK},
 *       {@code WAIT}), subscriptions, transactions ({@code MULTI}, {@code WATCH}), what changes the connection or the
 *       server ({@code SELECT}, {@code CLIENT}, {@code CONFIG}, {@code REPLICAOF}), functions, and commands with more
 *       than 7,900 arguments.
 *   <li>Scripts are sent as text, since the check stands in front of it. {@code execute(RedisScript)} does so by itself; a
 *       bare {@code EVALSHA} always answers {@code NOSCRIPT}.
 *   <li>In a pipeline the first refusal is thrown as it is, with the {@code RedisPipelineException} suppressed. Commands
 *       are flushed one by one, whatever flushing policy the application has.
 *   <li>The text of an error is the server's text for scripts where a command is unknown to it or has too few or too many
 *       arguments.
 *   <li>{@code XREAD} of several streams gives the streams in no particular order on RESP3.
 *   <li>Reads go to the master, whatever {@code ReadFrom} the application has.
 *   <li>In Redis {@code MONITOR}, statistics and traces show {@code EVAL}.
 *   <li>The asynchronous API of {@code getNativeConnection()} is fenced too, but fails with a {@code RedisException}
 *       whose message says what a template would have thrown.
 * </ul>
 *
 * <p>In a cluster every key must lie in the slot of the lock: name the lock like the data, {@code item:a1}, or give both
 * the same hash tag. Another key is refused with {@link IllegalArgumentException}; commands without a key ({@code SCAN},
 * {@code KEYS}, {@code DBSIZE}) and {@code opsForCluster()} with {@link UnsupportedOperationException}. Keys that a script
 * does not declare are not checked, and of a raw {@code execute} only the first argument is.
 *
 * <p>Needs Lettuce. Thread-safe, and so are its templates; do not reconfigure them, they are shared.
 */
public final class FencedRedis {

    private final Function<Supplier<Lease>, StringRedisTemplate> templates;

    private volatile @Nullable StringRedisTemplate current;

    /**
     * Fences with the leases of a store. Connects to nothing yet.
     *
     * @param store on whose connections the commands are sent. With another client than Lettuce in it, asking for a
     *     template throws {@link UnsupportedOperationException}.
     */
    public FencedRedis(RedisLockStore store) {
        this(templates(store));
    }

    private FencedRedis(Function<Supplier<Lease>, StringRedisTemplate> templates) {
        this.templates = templates;
    }

    /**
     * {@return a client that has nothing to fence with: every command of its templates throws {@link IllegalStateException}}
     *
     * @param reason the message
     */
    public static FencedRedis refusing(String reason) {
        return new FencedRedis(leases -> new StringRedisTemplate(new RefusingConnectionFactory(reason)));
    }

    /**
     * For the innermost lease on the thread of each command: {@link CurrentLease#require()}. It may be kept.
     *
     * @return a template that checks the lease with each command, in the same step
     * @throws UnsupportedOperationException if the connections are not Lettuce's
     */
    public StringRedisTemplate template() {
        StringRedisTemplate template = current;
        if (template == null) {
            template = templates.apply(CurrentLease::require);
            current = template;
        }
        return template;
    }

    /**
     * For one lease, whatever thread a command comes from.
     *
     * @param lease of the store of this client; one of another store would be taken for lost
     * @return a template that checks the lease with each command, in the same step
     * @throws UnsupportedOperationException if the connections are not Lettuce's
     */
    public StringRedisTemplate template(Lease lease) {
        return templates.apply(() -> lease);
    }

    private static Function<Supplier<Lease>, StringRedisTemplate> templates(RedisLockStore store) {
        RedisConnectionFactory factory = store.connectionFactory();
        // Nothing of Lettuce is loaded for this question, nor before it is answered.
        if (factory instanceof LettuceConnectionFactory lettuce) {
            return leases -> new StringRedisTemplate(
                    new FencedConnectionFactory(lettuce, new Fence(leases, store::lockKey, store::holdersKey)));
        }
        return leases -> {
            throw new UnsupportedOperationException(
                    "FencedRedis needs Lettuce, and the connections of the locks are made by %s. With another client, send your writes as a RedisScript that refuses a smaller fencing token (Lease.fencingToken()) than it has seen."
                            .formatted(factory.getClass().getSimpleName()));
        };
    }
}

package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Keeps locks in Redis 6.2 or later, or Valkey, through the application's own connection factory. Every step is one Lua
 * script. Owns at most 16 threads, idle ones end after 10 s, and, from the first time that somebody waits, one connection for
 * the wake-ups (with Jedis also a thread); {@link #close()} ends all, but not the connections of the factory.
 */
public final class RedisLockStore implements LockStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisLockStore.class);

    private static final Script ACQUIRE = Script.load("acquire.lua", Script.Reply.ARRAY);

    private static final Script ACQUIRE_ALL = Script.load("acquire-all.lua", Script.Reply.ARRAY);

    private static final Script RENEW = Script.load("renew.lua", Script.Reply.NUMBER);

    private static final Script RELEASE = Script.load("release.lua", Script.Reply.NUMBER);

    /** How long a lock that was handed over waits to be taken up, in ms: no longer than the ttl, which it would prolong. */
    private static final long LONGEST_RESERVATION = 1_000;

    /** But long enough for one who looks by himself. */
    private static final long SHORTEST_RESERVATION = 100;

    private static final byte[] PUBLISH = "PUBLISH".getBytes(UTF_8);

    private static final byte[] NO = "0".getBytes(UTF_8);

    private static final byte[] YES = "1".getBytes(UTF_8);

    private static final byte[] AHEAD = "2".getBytes(UTF_8);

    private static final byte[] NOBODY = new byte[0];

    private final RedisThreads threads = new RedisThreads();

    private final RedisConnectionFactory factory;

    private final ScriptRunner runner;

    private final KeyLayout layout;

    private final byte[] channelPrefix;

    private final Duration fenceTtl;

    /** Whether a PUBLISH that reaches nobody proves that nobody is there: the nodes of a cluster count their own receivers. */
    private final byte[] countsAllReceivers;

    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /**
     * @param factory whose connections are used
     * @param prefix what all keys begin with, without braces: {@code lock:}
     * @param fenceTtl the least time a fencing token is kept after its grant; ten times the ttl if that is more
     */
    public RedisLockStore(RedisConnectionFactory factory, String prefix, Duration fenceTtl) {
        this.layout = new KeyLayout(prefix);
        this.channelPrefix = layout.channelPrefix().getBytes(UTF_8);
        this.fenceTtl = fenceTtl;
        this.factory = factory;
        this.runner = factory instanceof LettuceConnectionFactory lettuce
                ? new LettuceScriptRunner(lettuce, threads)
                : new BlockingScriptRunner(factory, threads);
        this.countsAllReceivers =
                factory instanceof LettuceConnectionFactory lettuce && !lettuce.isClusterAware() ? YES : NO;
    }

    /** Whose connections are used. */
    public RedisConnectionFactory connectionFactory() {
        return factory;
    }

    /** The key in Redis whose value is the owner token while a lock is held. */
    public byte[] lockKey(String key) {
        return keys(key)[0];
    }

    /** Opens a connection in the background, so that the first lock does not wait for it. That Redis is down is no error. */
    public void connect() {
        threads.execute(this::ping, new CompletableFuture<>());
    }

    private void ping() {
        try (RedisConnection connection = factory.getConnection()) {
            connection.ping();
        } catch (RuntimeException e) {
            log.debug("Redis is not reachable yet: {}", e.toString());
        }
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        if (acquire.keys().size() == 1) {
            return acquire(acquire, NOBODY).thenApply(reply -> Replies.answer(reply, acquire.ttl()));
        }
        return runner.run(
                        ACQUIRE_ALL,
                        keysOfAll(acquire.keys()),
                        bytes(acquire.token()),
                        millis(acquire.ttl()),
                        fenceTtlFor(acquire.ttl()),
                        number(acquire.fenceFloor()))
                .thenApply(Replies::answerForAll);
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return forEach(
                        held.keys(),
                        key -> runner.run(RENEW, new byte[][] {keys(key)[0]}, bytes(held.token()), millis(ttl)))
                .thenApply(ours -> ours ? Renewal.RENEWED : Renewal.REFUSED);
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        if (next != null) {
            if (!next.keys().equals(held.keys())) {
                throw new IllegalArgumentException("A lock is handed over for the same key, and for one.");
            }
            return acquire(next, bytes(held.token())).thenApply(reply -> Replies.handOver(reply, next.ttl()));
        }
        return release(held.keys(), held.token(), held.ttl())
                .thenApply(ours -> ours ? Release.RELEASED : Release.NOT_OURS);
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return release(acquire.keys(), acquire.token(), acquire.ttl()).thenApply(ours -> null);
    }

    @Override
    public Subscription onWake(String instance, WakeListener listener) {
        String channel = layout.channelPrefix() + instance;
        Subscription subscription = factory instanceof LettuceConnectionFactory lettuce
                ? new LettuceSubscription(lettuce, threads, channel, listener)
                : new BlockingSubscription(factory, channel, listener);
        subscriptions.add(subscription);
        return subscription;
    }

    /** Ends the threads and subscriptions. What was sent on the threads and not answered fails, or is never answered. */
    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        threads.close();
    }

    private CompletionStage<Object> acquire(Acquire acquire, byte[] previous) {
        List<byte[]> args = new ArrayList<>(10);
        args.addAll(List.of(
                bytes(acquire.token()),
                reservationFor(acquire.ttl()),
                fenceTtlFor(acquire.ttl()),
                channelPrefix,
                PUBLISH,
                countsAllReceivers,
                millis(acquire.ttl()),
                standing(acquire.standing())));
        // What is not there costs Redis nothing.
        if (previous != NOBODY || acquire.fenceFloor() > 0) {
            args.add(previous);
        }
        if (acquire.fenceFloor() > 0) {
            args.add(number(acquire.fenceFloor()));
        }
        return runner.run(ACQUIRE, keys(acquire.keys().get(0)), args.toArray(byte[][]::new));
    }

    private CompletionStage<Boolean> release(List<String> keys, OwnerToken token, Duration ttl) {
        return forEach(
                keys,
                key -> runner.run(
                        RELEASE,
                        keys(key),
                        bytes(token),
                        reservationFor(ttl),
                        fenceTtlFor(ttl),
                        channelPrefix,
                        PUBLISH,
                        countsAllReceivers));
    }

    /** Sends one command a key, in order, and says whether all of them answered that the lock was ours. */
    private static CompletionStage<Boolean> forEach(
            List<String> keys, Function<String, CompletionStage<Object>> command) {
        CompletionStage<Boolean> all = isOurs(command.apply(keys.get(0)));
        for (String key : keys.subList(1, keys.size())) {
            all = all.thenCombine(isOurs(command.apply(key)), Boolean::logicalAnd);
        }
        return all;
    }

    private static CompletionStage<Boolean> isOurs(CompletionStage<Object> reply) {
        return reply.handle((value, failure) -> {
            if (failure == null) {
                return Replies.isOne(value);
            }
            if (Failures.isForeign(failure)) {
                return false;
            }
            throw new CompletionException(failure instanceof CompletionException e ? e.getCause() : failure);
        });
    }

    private byte[][] keys(String key) {
        return layout.of(key).inOrder();
    }

    private byte[][] keysOfAll(List<String> keys) {
        return keys.stream().flatMap(key -> Arrays.stream(keys(key))).toArray(byte[][]::new);
    }

    private byte[] fenceTtlFor(Duration ttl) {
        return number(Math.max(fenceTtl.toMillis(), 10 * ttl.toMillis()));
    }

    private static byte[] standing(Standing standing) {
        return switch (standing) {
            case APART -> NO;
            case IN_LINE -> YES;
            case AHEAD -> AHEAD;
        };
    }

    private static byte[] reservationFor(Duration ttl) {
        return number(Math.max(SHORTEST_RESERVATION, Math.min(ttl.toMillis(), LONGEST_RESERVATION)));
    }

    private static byte[] bytes(OwnerToken token) {
        return token.value().getBytes(UTF_8);
    }

    private static byte[] millis(Duration duration) {
        return number(duration.toMillis());
    }

    private static byte[] number(long value) {
        return Long.toString(value).getBytes(UTF_8);
    }
}

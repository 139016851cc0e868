package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ClusterSlotHashUtil;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Keeps locks in Redis 6.2 or later, through the application's own connection factory. Every step is one Lua
 * script. Owns at most 16 threads, idle ones end after 10 s, and connections that its client makes: one for the wake-ups, from the first
 * time that somebody waits (with Jedis also a thread); under Sentinel one for the scripts; four more where replicas acknowledge. {@link
 * #close()} ends all, but not the connections of the factory.
 */
public final class RedisLockStore implements LockStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisLockStore.class);

    /** A WAIT holds up what comes after it on the same one. */
    private static final int WAITING_CONNECTIONS = 4;

    private final RedisThreads threads = new RedisThreads();

    private final RedisConnectionFactory factory;

    private final ScriptRunner runner;

    private final StoreDangers dangers;

    private final ScriptedVerbs verbs;

    private final Function<Acquire, CompletionStage<Answer>> severalKeys;

    private final KeyLayout layout;

    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /**
     * @param factory whose connections are used
     * @param prefix what all keys begin with, without braces: {@code lock:}
     * @param fenceTtl the least time a fencing token is kept after its grant; ten times the ttl if that is more
     */
    public RedisLockStore(RedisConnectionFactory factory, String prefix, Duration fenceTtl) {
        this(factory, prefix, fenceTtl, Acknowledgement.NONE);
    }

    /**
     * @param factory whose connections are used
     * @param prefix what all keys begin with, without braces: {@code lock:}
     * @param fenceTtl the least time a fencing token is kept after its grant; ten times the ttl if that is more
     * @param acknowledgement how many replicas have to have each grant and renewal
     * @throws LockConfigurationException if there are to be some, and the connections are not Lettuce's
     */
    public RedisLockStore(
            RedisConnectionFactory factory, String prefix, Duration fenceTtl, Acknowledgement acknowledgement) {
        this.layout = new KeyLayout(prefix);
        this.factory = factory;
        this.runner = runner(factory, acknowledgement);
        this.dangers = new StoreDangers(factory, acknowledgement.replicas());
        boolean cluster = Clusters.isCluster(factory);
        // The nodes of a cluster count their own receivers. Of other clients nobody knows.
        boolean countsAllReceivers = factory instanceof LettuceConnectionFactory && !cluster;
        this.verbs = new ScriptedVerbs(new LockScripts(layout, fenceTtl, countsAllReceivers, runner));
        this.severalKeys = cluster ? new SlotBySlot(verbs, this::slot)::acquire : verbs::acquire;
    }

    /** {@return whose connections are used} */
    public RedisConnectionFactory connectionFactory() {
        return factory;
    }

    /**
     * {@return the key in Redis whose value is the owner token while one holds a lock alone}
     *
     * @param key as given, without the prefix
     */
    public byte[] lockKey(String key) {
        return layout.of(key).lock().getBytes(UTF_8);
    }

    /**
     * {@return the key in Redis with the owner tokens of those who hold a lock together, by when each expires: a sorted set}
     *
     * @param key as given, without the prefix
     */
    public byte[] holdersKey(String key) {
        return layout.of(key).holders().getBytes(UTF_8);
    }

    /** Opens a connection in the background, so that the first lock does not wait for it. That Redis is down is no error. */
    public void connect() {
        threads.execute(this::ping, new CompletableFuture<>());
        runner.connect();
    }

    private void ping() {
        try (RedisConnection connection = factory.getConnection()) {
            connection.ping();
        } catch (RuntimeException e) {
            if (Failures.isReplyOf(e)) {
                log.debug("Redis is there, and its user may not run PING: {}", e.toString());
                return;
            }
            log.warn(
                    "{}. Until it is, no lock is granted, and methods that need one fail with LockStoreException. Check that Redis is up, and spring.data.redis.*",
                    Failures.notSent(e, "").getMessage());
        }
    }

    @Override
    public boolean sharesLocks() {
        return true;
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return acquire.keys().size() == 1 ? verbs.acquire(acquire) : severalKeys.apply(acquire);
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return verbs.renew(held, ttl);
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return verbs.release(held, next);
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return verbs.withdraw(acquire);
    }

    @Override
    public CompletionStage<LockState> inspect(String key) {
        return verbs.inspect(key);
    }

    @Override
    public CompletionStage<ForcedRelease> forceRelease(String key) {
        return verbs.forceRelease(key);
    }

    @Override
    public CompletionStage<List<Danger>> dangers() {
        CompletableFuture<List<Danger>> found = new CompletableFuture<>();
        threads.execute(
                () -> {
                    try {
                        found.complete(dangers.find());
                    } catch (Throwable e) {
                        found.completeExceptionally(Failures.of(e));
                    }
                },
                found);
        return found;
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

    private ScriptRunner runner(RedisConnectionFactory connections, Acknowledgement acknowledgement) {
        if (connections instanceof LettuceConnectionFactory lettuce) {
            LettuceMaster master = LettuceMaster.of(lettuce, threads);
            SlotMoves moves = new SlotMoves(threads);
            boolean sentinel = lettuce.getSentinelConfiguration() != null;
            ScriptRunner sharing = sentinel
                    ? new OwnScriptRunner(own(lettuce, master, Acknowledgement.NONE, 1), master)
                    : new LettuceScriptRunner(lettuce, threads, master, moves);
            return acknowledgement.isAskedFor()
                    ? new AcknowledgedScriptRunner(
                            sharing,
                            own(lettuce, master, acknowledgement, WAITING_CONNECTIONS),
                            master,
                            moves,
                            acknowledgement)
                    : sharing;
        }
        if (acknowledgement.isAskedFor()) {
            throw new LockConfigurationException(
                    "distributed-lock.redis.wait-replicas needs Lettuce: WAIT has to follow the lock on the same connection, and those of %s do not let that be known."
                            .formatted(connections.getClass().getSimpleName()),
                    "Use Lettuce, which Spring Boot does by default, or leave distributed-lock.redis.wait-replicas out.");
        }
        return new BlockingScriptRunner(connections, threads);
    }

    private OwnConnections own(
            LettuceConnectionFactory lettuce, LettuceMaster master, Acknowledgement acknowledgement, int number) {
        return new OwnConnections(lettuce, threads, master, acknowledgement, number);
    }

    /** Ends the threads and subscriptions. What was sent on the threads and not answered fails, or is never answered. */
    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        runner.close();
        threads.close();
    }

    private int slot(String key) {
        return ClusterSlotHashUtil.calculateSlot(lockKey(key));
    }
}

package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lockstarter.store.WakeListener;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.Subscription;
import org.springframework.data.redis.connection.SubscriptionListener;

/** Listens with any client that Spring Data knows, on a thread of its own that reads all the while: for Jedis. */
final class BlockingSubscription extends Resubscribing {

    private static final Logger log = LoggerFactory.getLogger(BlockingSubscription.class);

    private final RedisConnectionFactory factory;

    private final String channel;

    private final WakeMessages messages;

    private final AtomicReference<@Nullable RedisConnection> current = new AtomicReference<>();

    BlockingSubscription(RedisConnectionFactory factory, String channel, WakeListener listener) {
        this.factory = factory;
        this.channel = channel;
        this.messages = new WakeMessages(listener);
    }

    @Override
    void connect() {
        try {
            RedisThreads.thread("lock-starter-redis-wake", this::listen).start();
        } catch (Throwable e) {
            log.debug("No thread for wake-ups, those who wait look by themselves: {}", e.toString());
            down();
        }
    }

    private void listen() {
        try (RedisConnection connection = factory.getConnection()) {
            current.set(connection);
            if (!isClosed()) {
                connection.subscribe(new Listener(), channel.getBytes(UTF_8));
            }
        } catch (Throwable e) {
            log.debug("No wake-ups for now, those who wait look by themselves: {}", e.toString());
        } finally {
            current.set(null);
            down();
        }
    }

    /** Spring Data sends none on such a connection. Whoever is not heard of is reserved for all the same: see RedisLockStore. */
    @Override
    void ping() {
        heard();
    }

    @Override
    void disconnect() {
        RedisConnection connection = current.get();
        Subscription subscription = connection == null ? null : connection.getSubscription();
        if (subscription == null) {
            return;
        }
        try {
            subscription.unsubscribe();
        } catch (RuntimeException e) {
            log.debug("The connection for wake-ups is left to end by itself: {}", e.toString());
        }
    }

    private final class Listener implements MessageListener, SubscriptionListener {

        @Override
        public void onMessage(Message message, byte @Nullable [] pattern) {
            messages.receive(new String(message.getBody(), UTF_8));
        }

        @Override
        public void onChannelSubscribed(byte[] to, long count) {
            if (up()) {
                messages.listening();
            } else {
                disconnect();
            }
        }
    }
}

package io.github.lockstarter.redis;

import io.github.lockstarter.store.WakeListener;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Listens on a connection of Lettuce's of its own, whose messages come in on Lettuce's threads. Lettuce connects and subscribes
 * again by itself at first; one that is still down when somebody asks is replaced.
 */
final class LettuceSubscription extends Resubscribing {

    private static final Logger log = LoggerFactory.getLogger(LettuceSubscription.class);

    private final LettuceConnectionFactory factory;

    private final RedisThreads threads;

    private final String channel;

    private final WakeMessages messages;

    private final AtomicReference<@Nullable StatefulRedisPubSubConnection<String, String>> current =
            new AtomicReference<>();

    LettuceSubscription(LettuceConnectionFactory factory, RedisThreads threads, String channel, WakeListener listener) {
        this.factory = factory;
        this.threads = threads;
        this.channel = channel;
        this.messages = new WakeMessages(listener);
    }

    @Override
    void connect() {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        connected.whenComplete((done, failure) -> {
            if (failure != null) {
                log.debug("No wake-ups for now, those who wait look by themselves: {}", failure.toString());
                down();
            }
        });
        threads.execute(
                () -> {
                    try {
                        subscribe();
                        connected.complete(null);
                    } catch (Throwable e) {
                        connected.completeExceptionally(e);
                    }
                },
                connected);
    }

    private void subscribe() {
        disconnect();
        StatefulRedisPubSubConnection<String, String> connection = connection(factory.getRequiredNativeClient());
        current.set(connection);
        connection.addListener(new Messages(connection));
        connection.addListener(new Disconnections(connection));
        connection.async().subscribe(channel).whenComplete((done, failure) -> {
            if (failure != null && current.get() == connection) {
                log.debug("No wake-ups, those who wait look by themselves: {}", failure.toString());
                down();
            }
        });
        if (isClosed()) {
            disconnect();
        }
    }

    @Override
    void ping() {
        StatefulRedisPubSubConnection<String, String> connection = current.get();
        if (connection != null) {
            connection.async().ping().thenRun(this::heard);
        }
    }

    @Override
    void disconnect() {
        StatefulRedisPubSubConnection<String, String> connection = current.getAndSet(null);
        if (connection != null) {
            connection.closeAsync();
        }
    }

    private static StatefulRedisPubSubConnection<String, String> connection(AbstractRedisClient client) {
        return client instanceof RedisClusterClient cluster
                ? cluster.connectPubSub()
                : ((RedisClient) client).connectPubSub();
    }

    private final class Messages extends RedisPubSubAdapter<String, String> {

        private final StatefulRedisPubSubConnection<String, String> connection;

        Messages(StatefulRedisPubSubConnection<String, String> connection) {
            this.connection = connection;
        }

        @Override
        public void message(String from, String message) {
            heard();
            messages.receive(message);
        }

        @Override
        public void subscribed(String to, long count) {
            if (current.get() == connection && up()) {
                messages.listening();
            }
        }
    }

    private final class Disconnections implements RedisConnectionStateListener {

        private final StatefulRedisPubSubConnection<String, String> connection;

        Disconnections(StatefulRedisPubSubConnection<String, String> connection) {
            this.connection = connection;
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            if (current.get() == connection) {
                down();
            }
        }
    }
}

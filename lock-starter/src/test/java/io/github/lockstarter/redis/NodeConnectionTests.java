package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.testing.Await;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose server is down. */
class NodeConnectionTests {

    private final RedisClient client = RedisClient.create();

    private NodeConnection connection;

    @BeforeEach
    void prepare() throws IOException {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }
        RedisURI nobody = RedisURI.create("127.0.0.1", port);
        connection = new NodeConnection(client, nobody, "nobody", new VotingRights(Duration.ZERO));
    }

    @AfterEach
    void end() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Test
    void whoeverAsksAgainWhenToldIsToldToo() {
        CompletableFuture<CompletionStage<Up>> again = new CompletableFuture<>();
        connection.get().whenComplete((up, failure) -> again.complete(connection.get()));

        CompletionStage<Up> second = Await.value(again);
        Await.until(() -> second.toCompletableFuture().isCompletedExceptionally());
        assertThat(connection.get()).as("another attempt").isNotSameAs(second);
        Await.until(() -> connection.get().toCompletableFuture().isCompletedExceptionally());
    }
}

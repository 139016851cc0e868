package io.github.lockstarter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.sample.Http.Reply;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The sample with a real Redis, which all test classes share: each test has an item of its own. Redis ends with this JVM. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
public abstract class RunningAuction {

    protected static final RedisServer REDIS = RedisServer.start();

    private static final AtomicInteger ITEMS = new AtomicInteger();

    protected final String id = "item-" + ITEMS.incrementAndGet();

    protected Http http;

    protected int port;

    @DynamicPropertySource
    static void useRedis(DynamicPropertyRegistry properties) {
        properties.add("spring.data.redis.port", REDIS::port);
    }

    @BeforeEach
    void connect(@LocalServerPort int actual) {
        port = actual;
        http = new Http(port);
    }

    protected void offer(String price) {
        Reply reply =
                http.post("/api/items", "{\"id\": \"%s\", \"name\": \"Chair\", \"price\": %s}".formatted(id, price));
        assertThat(reply.status()).as("%s", reply).isEqualTo(201);
    }

    protected Reply bid(String bidder, String amount) {
        return http.post(
                "/api/items/" + id + "/bids", "{\"bidder\": \"%s\", \"amount\": %s}".formatted(bidder, amount));
    }

    protected Reply item() {
        return http.get("/api/items/" + id);
    }

    protected static void assertProblem(Reply reply, int status, String... partsOfDetail) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.detail()).isNotBlank().contains(partsOfDetail);
    }
}

package io.github.lockstarter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.sample.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Many bid at once, each one more than the price they saw, on an auction that runs in two JVMs. */
class TwoInstancesTests {

    private static final Logger log = LoggerFactory.getLogger(TwoInstancesTests.class);

    private static final int BIDS = 400;

    private static final int BIDDERS = 32;

    private static final long STARTING_PRICE = 100;

    private RedisServer redis;

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start();
    }

    @AfterEach
    void endRedis() {
        redis.close();
    }

    @Test
    void eachAcceptedBidCounts() throws Exception {
        Outcome outcome = bidOnTwoInstances();

        assertThat(outcome.replies().keySet()).isSubsetOf(201, 409, 423);
        assertThat(outcome.accepted()).isPositive();
        assertThat(outcome.bids()).as("%s", outcome).isEqualTo(outcome.accepted());
        assertThat(outcome.price()).as("%s", outcome).isEqualTo(STARTING_PRICE + outcome.accepted());
    }

    /** Shows that the test above would see a lost bid. */
    @Test
    void withoutLocksAcceptedBidsAreLost() throws Exception {
        Outcome outcome = bidOnTwoInstances("--distributed-lock.enabled=false");

        assertThat(outcome.replies().keySet()).isSubsetOf(201, 409);
        assertThat(outcome.bids()).as("%s", outcome).isLessThan(outcome.accepted());
    }

    private Outcome bidOnTwoInstances(String... args) throws Exception {
        try (SampleInstance one = SampleInstance.starting(redis.port(), args);
                SampleInstance two = SampleInstance.starting(redis.port(), args)) {
            List<Http> instances = List.of(one.awaitStart(), two.awaitStart());
            instances.get(0).post("/api/items", "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": 100}");
            Outcome outcome = Outcome.of(bidOn(instances), instances.get(1).get("/api/items/a1"));
            log.info("{}", outcome);
            return outcome;
        }
    }

    private static List<Integer> bidOn(List<Http> instances) throws Exception {
        List<Callable<Integer>> bids = new ArrayList<>();
        for (int i = 0; i < BIDS; i++) {
            Http instance = instances.get(i % instances.size());
            bids.add(() -> bidOneMore(instance));
        }
        return Together.call(BIDDERS, bids);
    }

    private static int bidOneMore(Http instance) {
        long price = instance.get("/api/items/a1").json().path("price").asLong();
        return instance.post("/api/items/a1/bids", "{\"bidder\": \"ann\", \"amount\": %d}".formatted(price + 1))
                .status();
    }

    /** How often each status came back, and what the item looks like afterwards. */
    private record Outcome(Map<Integer, Long> replies, long price, long bids) {

        static Outcome of(List<Integer> statuses, Reply reply) {
            JsonNode item = reply.json();
            return new Outcome(
                    statuses.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())),
                    item.path("price").asLong(),
                    item.path("bids").asLong());
        }

        long accepted() {
            return replies.getOrDefault(201, 0L);
        }
    }
}

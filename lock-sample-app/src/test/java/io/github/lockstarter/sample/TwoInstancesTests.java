package io.github.lockstarter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.sample.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Many bid at once, each one more than the price they saw, on an auction that runs in two JVMs. */
class TwoInstancesTests {

    private static final Logger log = LoggerFactory.getLogger(TwoInstancesTests.class);

    private static final int BIDS = 400;

    private static final int BIDDERS = 32;

    private static final long STARTING_PRICE = 100;

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class WithLocks {

        private Pair pair;

        @BeforeAll
        void start() {
            pair = new Pair();
        }

        @AfterAll
        void end() {
            pair.close();
        }

        @Test
        void eachAcceptedBidCounts() throws Exception {
            Outcome outcome = bidOn(pair);

            assertThat(outcome.replies().keySet()).isSubsetOf(201, 409, 423);
            assertThat(outcome.accepted()).isPositive();
            assertThat(outcome.bids()).as("%s", outcome).isEqualTo(outcome.accepted());
            assertThat(outcome.price()).as("%s", outcome).isEqualTo(STARTING_PRICE + outcome.accepted());
        }

        @ParameterizedTest
        @ValueSource(strings = {"watch", "lock", "fenced"})
        void raceRunsOverBothAndBothShowItsResult(String strategy) {
            pair.awaitThatTheyKnowEachOther();
            JsonNode result = race(pair, strategy);

            assertThat(result.path("instances").asInt()).isEqualTo(2);
            assertThat(result.path("accepted").asInt()).as("%s", result).isEqualTo(160);
            assertThat(result.path("lost").asInt()).as("%s", result).isZero();
        }

        /** The last one, since one instance is dead afterwards. */
        @Test
        @Order(Integer.MAX_VALUE)
        void instanceThatDiesInARaceIsNotWaitedForAndNothingIsSaidOfItsBids() {
            pair.awaitThatTheyKnowEachOther();
            String race = startRace(pair, "none", 200, 50);
            Await.until(
                    "both bid",
                    () -> pair.first().get("/api/races").json().path("done").asInt() > 20);
            pair.killSecond();
            pair.first().delete("/api/races");

            Await.until("the result", () -> resultOf(race, pair.first()).isPresent());
            JsonNode result = resultOf(race, pair.first()).get();
            assertThat(result.path("ending").asString()).isEqualTo("INCOMPLETE");
            assertThat(result.path("lost").isNull()).as("%s", result).isTrue();
        }

        @Test
        void jobRunsOnOneOfBoth() {
            pair.awaitThatTheyKnowEachOther();
            Await.until(
                    "the story begins",
                    () -> pair.first()
                                    .post("/api/stories/job-on-one-node", "{}")
                                    .status()
                            == 202);

            Await.until(
                    "the verdict",
                    () -> pair.second()
                            .get("/api/stories/last")
                            .json()
                            .path("verdict")
                            .path("text")
                            .asString("")
                            .equals("2 nodes started the job, and 1 made the report."));
        }
    }

    /** Shows that the first test would see a lost bid. */
    @Test
    void withoutLocksAcceptedBidsAreLost() throws Exception {
        try (Pair pair = new Pair("--distributed-lock.enabled=false")) {
            Outcome outcome = bidOn(pair);

            assertThat(outcome.replies().keySet()).isSubsetOf(201, 409);
            assertThat(outcome.bids()).as("%s", outcome).isLessThan(outcome.accepted());
        }
    }

    private static JsonNode race(Pair pair, String strategy) {
        String race = startRace(pair, strategy, 10, 2);
        Await.until("the result", () -> resultOf(race, pair.second()).isPresent());
        return resultOf(race, pair.second()).get();
    }

    private static String startRace(Pair pair, String strategy, int bids, int sectionMillis) {
        Reply[] started = new Reply[1];
        Await.until("the race starts", () -> {
            started[0] = pair.first()
                    .post(
                            "/api/races",
                            "{\"strategies\": [\"%s\"], \"bidders\": 16, \"bids\": %d, \"sectionMillis\": %d, \"stall\": false}"
                                    .formatted(strategy, bids, sectionMillis));
            return started[0].status() == 202;
        });
        return started[0].json().path("races").get(0).asString();
    }

    private static Optional<JsonNode> resultOf(String race, Http shownBy) {
        return shownBy.get("/api/races")
                .json()
                .path("results")
                .valueStream()
                .filter(result -> result.path("id").asString().equals(race))
                .findFirst();
    }

    private static Outcome bidOn(Pair pair) throws Exception {
        pair.first().post("/api/items", "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": 100}");
        List<Callable<Integer>> bids = new ArrayList<>();
        for (int i = 0; i < BIDS; i++) {
            Http instance = i % 2 == 0 ? pair.first() : pair.second();
            bids.add(() -> bidOneMore(instance));
        }
        Outcome outcome = Outcome.of(Together.call(BIDDERS, bids), pair.second().get("/api/items/a1"));
        log.info("{}", outcome);
        return outcome;
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

    /** Two instances on a Redis of their own. */
    private static final class Pair implements AutoCloseable {

        private final RedisServer redis = RedisServer.start();

        private final SampleInstance one;

        private final SampleInstance two;

        private final Http first;

        private final Http second;

        Pair(String... args) {
            one = SampleInstance.starting(redis.port(), args);
            two = SampleInstance.starting(redis.port(), args);
            first = one.awaitStart();
            second = two.awaitStart();
        }

        Http first() {
            return first;
        }

        Http second() {
            return second;
        }

        void killSecond() {
            two.kill();
        }

        void awaitThatTheyKnowEachOther() {
            try (Http.Events page = first.events("/api/events")) {
                page.await(
                        "both instances",
                        line -> line.contains("\"pid\":" + one.pid()) && line.contains("\"pid\":" + two.pid()));
            }
        }

        @Override
        public void close() {
            one.close();
            two.close();
            redis.close();
        }
    }
}

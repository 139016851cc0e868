package io.github.lockstarter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.sample.Http.Reply;
import io.github.lockstarter.sample.ManyBids.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** An auction that runs in two JVMs. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoInstancesTests {

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
        Outcome outcome = ManyBids.on(List.of(pair.first(), pair.second()));

        assertThat(outcome.replies().keySet()).isSubsetOf(201, 409, 423);
        assertThat(outcome.accepted()).isPositive();
        assertThat(outcome.bids()).as("%s", outcome).isEqualTo(outcome.accepted());
        assertThat(outcome.price()).as("%s", outcome).isEqualTo(ManyBids.STARTING_PRICE + outcome.accepted());
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
                () -> pair.first().post("/api/stories/job-on-one-node", "{}").status() == 202);

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

    /** Two instances on a Redis of their own. */
    private static final class Pair implements AutoCloseable {

        private final RedisServer redis = RedisServer.start();

        private final SampleInstance one;

        private final SampleInstance two;

        private final Http first;

        private final Http second;

        Pair() {
            one = SampleInstance.starting(redis.port());
            two = SampleInstance.starting(redis.port());
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

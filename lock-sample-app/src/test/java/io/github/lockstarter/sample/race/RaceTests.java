package io.github.lockstarter.sample.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lockstarter.sample.Await;
import io.github.lockstarter.sample.Http;
import io.github.lockstarter.sample.Http.Reply;
import io.github.lockstarter.sample.RunningAuction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Races on one instance, by HTTP, on a real Redis. */
class RaceTests extends RunningAuction {

    private static final Logger log = LoggerFactory.getLogger(RaceTests.class);

    private static final int BIDDERS = 32;

    private static final int BIDS = "all".equals(System.getProperty("rounds")) ? 50 : 4;

    @Test
    void withoutALockBidsAreLost() {
        assertThat(race("none", BIDDERS, BIDS, false).path("lost").asLong()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", "naive", "lock", "fenced"})
    void withAnyOtherStrategyNoneIsLost(String strategy) {
        JsonNode result = race(strategy, BIDDERS, BIDS, false);

        assertThat(result.path("lost").asLong()).as("%s", result).isZero();
        assertThat(result.path("accepted").asInt()).as("%s", result).isEqualTo(BIDDERS * BIDS);
        assertThat(result.path("price").asInt()).as("%s", result).isEqualTo(100 + BIDDERS * BIDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", "fenced"})
    void withAStallNoneIsLostWhereTheServerLooksBeforeItWrites(String strategy) {
        JsonNode result = race(strategy, BIDDERS, BIDS, true);

        assertThat(result.path("lost").asLong()).as("%s", result).isZero();
        assertThat(result.path("refused").asInt()).isEqualTo(strategy.equals("fenced") ? 1 : 0);
        assertThat(result.path("accepted").asInt() + result.path("refused").asInt())
                .as("%s", result)
                .isEqualTo(BIDDERS * BIDS);
    }

    @Test
    void withAStallTheLockAloneMayLoseButTellsTheOneWhoStalled() {
        JsonNode result = race("lock", BIDDERS, BIDS, true);

        assertThat(result.path("overtaken").asInt()).as("%s", result).isEqualTo(1);
        assertThat(result.path("accepted").asInt()).as("%s", result).isEqualTo(BIDDERS * BIDS - 1);
        assertThat(result.path("millis").asInt()).isGreaterThanOrEqualTo(1500);
    }

    /** With a page open, whose own look at the items must not be counted. */
    @ParameterizedTest
    @CsvSource({"none, 2, 0", "watch, 5, 0", "naive, 4, 0", "lock, 11, 2", "fenced, 15, 4"})
    void commandsOfABidThatNobodyElseWantsAreCountedExactly(String strategy, double commands, double scripts) {
        try (Http.Events page = http.events("/api/events")) {
            page.await("event:items");
            JsonNode result = race(strategy, 1, 40, false);

            assertThat(result.path("accepted").asInt()).isEqualTo(40);
            assertThat(result.path("commands").asDouble()).as("%s", result).isEqualTo(commands);
            assertThat(result.path("scripts").asDouble()).as("%s", result).isEqualTo(scripts);
            assertThat(result.path("fairness").asDouble()).isEqualTo(1, within(1e-9));
        }
    }

    @Test
    void oneRaceAtATime() {
        String race = begin(List.of("watch"), 32, 200, 50, false).get(0);
        try {
            assertThat(start(List.of("none"), 1, 1, 0, false).status()).isEqualTo(409);
            assertThat(http.post("/api/stories/late-write", "{}").status()).isEqualTo(409);
        } finally {
            assertThat(http.delete("/api/races").status()).isEqualTo(204);
        }
        JsonNode result = resultOf(race);
        assertThat(result.path("ending").asString()).isEqualTo("CANCELLED");
        assertThat(result.path("lost").asLong()).isZero();
    }

    @Test
    void cancellingEndsTheRacesThatWereToFollowToo() {
        List<String> races = begin(List.of("watch", "none", "lock"), 32, 200, 50, false);
        http.delete("/api/races");
        begin(List.of("none"), 1, 1, 0, false);

        assertThat(state().path("results").valueStream())
                .extracting(result -> result.path("id").asString())
                .doesNotContain(races.get(1), races.get(2));
    }

    @Test
    void cancellationOfTheRaceBeforeDoesNotReachTheNext() {
        http.delete("/api/races");

        assertThat(race("none", 2, 5, false).path("accepted").asInt()).isEqualTo(10);
    }

    @Test
    void raceWhoseItemIsSpoiltIsBrokenOffAndSaysSo() {
        String race = begin(List.of("lock"), 4, 200, 50, false).get(0);
        Await.until(
                "bids are made",
                () -> state().path("plan").path("id").asString("").equals(race)
                        && state().path("done").asInt() > 0);
        REDIS.command("SET", "item:race-" + race, "something else");

        Await.until(
                "the trouble is told",
                () -> state().path("trouble").asString("").contains("broken off"));
    }

    /** A connection that times out between MULTI and EXEC must not come back from its pool so. */
    @Test
    void afterRedisStoodStillTheNextRaceAndThePageAreAsBefore() {
        begin(List.of("watch"), 32, 200, 5, false);
        Await.until("bids are made", () -> state().path("done").asInt() > 0);
        REDIS.suspend();
        try {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3_500));
        } finally {
            REDIS.resume();
        }
        http.delete("/api/races");

        assertThat(race("watch", 32, 4, false).path("failed").asInt()).isZero();
        offer("1");
        try (Http.Events page = http.events("/api/events")) {
            page.await("the item", line -> line.contains("\"redis\":true") && line.contains(id));
        }
    }

    private JsonNode race(String strategy, int bidders, int bids, boolean stall) {
        JsonNode result =
                resultOf(begin(List.of(strategy), bidders, bids, 2, stall).get(0));
        log.info("figure: race of {} x {}: {}", bidders, bids, result);
        assertThat(result.path("ending").asString()).isEqualTo("FINISHED");
        return result;
    }

    /** Starts as soon as the stage is free, and returns the ids. */
    private List<String> begin(List<String> strategies, int bidders, int bids, int sectionMillis, boolean stall) {
        Reply[] started = new Reply[1];
        Await.until("the race starts", () -> {
            started[0] = start(strategies, bidders, bids, sectionMillis, stall);
            return started[0].status() == 202;
        });
        return started[0]
                .json()
                .path("races")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private Reply start(List<String> strategies, int bidders, int bids, int sectionMillis, boolean stall) {
        String names = String.join("\", \"", strategies);
        return http.post(
                "/api/races",
                "{\"strategies\": [\"%s\"], \"bidders\": %d, \"bids\": %d, \"sectionMillis\": %d, \"stall\": %s}"
                        .formatted(names, bidders, bids, sectionMillis, stall));
    }

    private JsonNode resultOf(String race) {
        JsonNode[] found = new JsonNode[1];
        Await.until("the result of the race", () -> {
            state().path("results")
                    .valueStream()
                    .filter(result -> result.path("id").asString().equals(race))
                    .forEach(result -> found[0] = result);
            return found[0] != null;
        });
        return found[0];
    }

    private JsonNode state() {
        return http.get("/api/races").json();
    }
}

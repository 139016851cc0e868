package io.github.lockstarter.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.Http.Reply;
import io.github.lockstarter.sample.RunningAuction;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BidTests extends RunningAuction {

    @Test
    void bidAboveThePriceIsAccepted() {
        offer("10");

        Reply accepted = bid("ann", "10.01");

        assertThat(accepted.status()).as("%s", accepted).isEqualTo(201);
        assertThat(accepted.body())
                .isEqualTo("{\"id\":\"%s\",\"name\":\"Chair\",\"price\":10.01,\"highestBidder\":\"ann\",\"bids\":1}"
                        .formatted(id));
        assertThat(item().body()).isEqualTo(accepted.body());
        assertThat(bid("bob", "11").json().path("bids").asInt()).isEqualTo(2);
    }

    @Test
    void lockIsFreeAfterTheBid() {
        offer("10");
        bid("ann", "11");

        assertThat(REDIS.command("EXISTS", lockKey())).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.99", "10", "10.00"})
    void bidThatIsNotAboveThePriceIsRefusedWithThePrice(String amount) {
        offer("10");

        assertProblem(bid("ann", amount), 409, "A bid of " + amount, "which is 10 now", "Bid more");
        assertThat(item().json().path("bids").asInt()).isZero();
    }

    @Test
    void bidOnAnUnknownItemIsNotFound() {
        assertProblem(bid("ann", "10"), 404, "There is no item '" + id + "'");
        assertThat(REDIS.command("EXISTS", "item:" + id, lockKey())).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"amount\": 11}                           | 'bidder' must not be blank",
                "{\"bidder\": \" \", \"amount\": 11}        | 'bidder' must not be blank",
                "{\"bidder\": 7, \"amount\": 11}            | 'bidder' must be text",
                "{\"bidder\": \"ann\"}                      | 'amount' must not be null",
                "{\"bidder\": \"ann\", \"amount\": 0}       | 'amount' must be greater than 0",
                "{\"bidder\": \"ann\", \"amount\": -11}     | 'amount' must be greater than 0",
                "{\"bidder\": \"ann\", \"amount\": 11.001}  | 'amount' numeric value out of bounds",
                "{\"bidder\": \"ann\", \"amount\": 1e12}    | 'amount' numeric value out of bounds",
                "{\"bidder\": \"ann\", \"amount\": \"\"}  | 'amount' must be a number",
                "{\"bidder\": \"ann\", \"amount\": NaN}     | not a JSON object",
                "{\"bidder\": \"ann\"                       | not a JSON object",
                "^^                                         | The body is missing",
            })
    void invalidBidIsABadRequestThatSaysWhatToCorrect(String body, String detail) {
        offer("10");

        assertProblem(http.post("/api/items/" + id + "/bids", body), 400, detail);
    }

    @Test
    void bidWaitsForTheLockAndIsToldIfItStaysBusy() {
        offer("10");
        REDIS.command("SET", lockKey(), "0123@other", "PX", "60000");

        assertProblem(bid("ann", "11"), 423, "Nothing was changed", "try again");

        REDIS.command("DEL", lockKey());
        assertThat(bid("ann", "11").status()).isEqualTo(201);
    }

    @Test
    @Timeout(30)
    void whenRedisIsSilentTheRequestEndsSoonAndWhenItIsBackBidsAreAccepted() {
        offer("10");
        REDIS.suspend();
        try {
            long began = System.nanoTime();
            Reply bid = bid("ann", "11");
            Reply item = item();
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertProblem(bid, 503, "Nothing was changed", "try again later");
            assertThat(bid.header("Retry-After")).isEqualTo("2");
            assertProblem(item, 503, "look at the item");
            assertThat(item.header("Retry-After")).isEqualTo("2");
            assertThat(took).isLessThan(Duration.ofSeconds(10));
        } finally {
            REDIS.resume();
        }

        Reply accepted = bid("ann", "11");
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(201);
        assertThat(item().json().path("bids").asInt()).isEqualTo(1);
    }

    private String lockKey() {
        return "lock:{item:" + id + "}";
    }
}

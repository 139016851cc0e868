package io.github.lockstarter.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.Http.Reply;
import io.github.lockstarter.sample.RunningAuction;
import io.github.lockstarter.sample.Together;
import java.util.Collections;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemTests extends RunningAuction {

    @Test
    void newItemIsShownAtItsLocation() {
        Reply created = http.post("/api/items", body(id, "Chair", "12.50"));

        assertThat(created.status()).as("%s", created).isEqualTo(201);
        assertThat(created.header("Content-Type")).isEqualTo("application/json");
        assertThat(created.header("Location")).endsWith("/api/items/" + id);
        assertThat(created.body())
                .isEqualTo("{\"id\":\"%s\",\"name\":\"Chair\",\"price\":12.50,\"highestBidder\":null,\"bids\":0}"
                        .formatted(id));

        Reply shown = http.get(created.header("Location"));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).isEqualTo(created.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"the red chair", "50% off; really?", "größe-#1+2", "item:a1", "{a}", "...", "a..b", "~"})
    void locationLeadsToTheItemWhateverItsId(String unusual) {
        Reply created = http.post("/api/items", body(unusual, "Chair", "1"));

        assertThat(created.status()).as("%s", created).isEqualTo(201);
        assertThat(http.get(created.header("Location")).json().path("id").asString())
                .isEqualTo(unusual);
    }

    @Test
    void priceIsAPlainNumberInRedisAndInJson() {
        Reply created = http.post("/api/items", body(id, "Car", "1E+3"));

        assertThat(created.body()).contains("\"price\":1000,");
        assertThat(REDIS.command("HGET", "item:" + id, "price")).isEqualTo("1000");
        assertThat(item().body()).isEqualTo(created.body());
    }

    @Test
    void largestPriceIsKeptToTheCent() {
        offer("999999999999.99");

        assertThat(item().body()).contains("\"price\":999999999999.99,");
    }

    @Test
    void itemThatExistsStaysAsItIs() {
        offer("10");

        assertProblem(http.post("/api/items", body(id, "Table", "99")), 409, "'" + id + "'", "Choose another id");
        assertThat(item().json().path("name").asString()).isEqualTo("Chair");
    }

    @Test
    void ofManyWhoCreateTheSameItemAtOnceOneSucceeds() throws Exception {
        Callable<Integer> creation =
                () -> http.post("/api/items", body(id, "Chair", "1")).status();

        assertThat(Together.call(8, Collections.nCopies(8, creation)))
                .containsOnlyOnce(201)
                .allMatch(status -> status == 201 || status == 409);
    }

    @Test
    void unknownItemIsNotFound() {
        assertProblem(item(), 404, "'" + id + "'", "POST /api/items");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"name\": \"Chair\", \"price\": 1}                        | 'id' must not be blank",
                "{\"id\": \"\", \"name\": \"Chair\", \"price\": 1}          | 'id' must not be blank",
                "{\"id\": \" \", \"name\": \"Chair\", \"price\": 1}         | 'id' must not be blank",
                "{\"id\": null, \"name\": \"Chair\", \"price\": 1}          | 'id' must not be blank",
                "{\"id\": \"a/b\", \"name\": \"Chair\", \"price\": 1}       | 'id' must not be '.' or '..' nor contain",
                "{\"id\": \"..\", \"name\": \"Chair\", \"price\": 1}        | 'id' must not be '.' or '..' nor contain",
                "{\"id\": \"a\\nb\", \"name\": \"Chair\", \"price\": 1}     | 'id' must not be '.' or '..' nor contain",
                "{\"id\": \"a\\ud800b\", \"name\": \"Chair\", \"price\": 1} | 'id' must not be '.' or '..' nor contain",
                "{\"id\": 7, \"name\": \"Chair\", \"price\": 1}             | 'id' must be text",
                "{\"id\": true, \"name\": \"Chair\", \"price\": 1}          | 'id' must be text",
                "{\"id\": [\"a\"], \"name\": \"Chair\", \"price\": 1}       | 'id' must be text",
                "{\"id\": \"a1\", \"price\": 1}                             | 'name' must not be blank",
                "{\"id\": \"a1\", \"name\": \"\\t\", \"price\": 1}          | 'name' must not be blank",
                "{\"id\": \"a1\", \"name\": {}, \"price\": 1}               | 'name' must be text",
                "{\"id\": \"a1\", \"name\": \"Chair\"}                      | 'price' must not be null",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": 0}        | 'price' must be greater than 0",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": -1}       | 'price' must be greater than 0",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": 1.001}    | 'price' numeric value out of bounds",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": 1e12}     | 'price' numeric value out of bounds",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": 1e999999} | 'price' numeric value out of bounds",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": \"one\"}  | 'price' must be a number",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": \"\"}     | 'price' must be a number",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": true}     | 'price' must be a number",
                "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": [1]}      | 'price' must be a number",
                "{}                    | 'id' must not be blank; 'name' must not be blank; 'price' must not be null",
                "{\"id\": \"a1\",      | not a JSON object",
                "[]                    | not a JSON object",
                "null                  | not a JSON object",
                "7                     | not a JSON object",
                "chair                 | not a JSON object",
                "{} {}                 | not a JSON object",
                "^^                    | The body is missing",
            })
    void invalidItemIsABadRequestThatSaysWhatToCorrect(String body, String detail) {
        assertProblem(http.post("/api/items", body), 400, detail);
    }

    @Test
    void lengthsEndAt100() {
        String longest = id + "x".repeat(100 - id.length());
        assertThat(http.post("/api/items", body(longest, "x".repeat(100), "1")).status())
                .isEqualTo(201);
        assertProblem(
                http.post("/api/items", body(longest + "x", "x".repeat(101), "1")),
                400,
                "'id' size must be between 0 and 100; 'name' size must be between 0 and 100");
    }

    @Test
    void whatTheApiDoesNotOfferIsAProblemToo() {
        assertProblem(http.post("/api/items", "text/plain", "chair"), 415, "text/plain");
        assertProblem(http.delete("/api/items/" + id), 405, "DELETE");
        assertProblem(http.get("/api/nothing"), 404, "api/nothing");
    }

    private static String body(String id, String name, String price) {
        return "{\"id\": \"%s\", \"name\": \"%s\", \"price\": %s}".formatted(id, name, price);
    }
}

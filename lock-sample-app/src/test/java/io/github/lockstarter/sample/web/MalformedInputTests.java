package io.github.lockstarter.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.Await;
import io.github.lockstarter.sample.Http;
import io.github.lockstarter.sample.Http.Reply;
import io.github.lockstarter.sample.RunningAuction;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent to whatever address: a 4xx that says what is wrong, and never a 500. */
class MalformedInputTests extends RunningAuction {

    private static final List<String> ENDPOINTS =
            List.of("/api/items", "/api/items/vase/bids", "/api/items/no-such-item/bids", "/api/races");

    private static final String MEGABYTE = "x".repeat(1 << 20);

    private static final List<String> BODIES = List.of(
            "",
            "null",
            "7",
            "\"text\"",
            "[]",
            "[[[[",
            "[".repeat(100_000),
            "{",
            "{}",
            "{\"\": {}}",
            "{\"amount\": -1, \"bidder\": \"a\"}",
            "{\"amount\": 0, \"bidder\": \"a\"}",
            "{\"amount\": 1e400, \"bidder\": \"a\"}",
            "{\"amount\": NaN, \"bidder\": \"a\"}",
            "{\"amount\": \"Infinity\", \"bidder\": \"a\"}",
            "{\"amount\": [1], \"bidder\": {\"a\": 1}}",
            "{\"amount\": 5, \"bidder\": \"" + MEGABYTE + "\"}",
            "{\"amount\": " + "9".repeat(5_000) + ", \"bidder\": \"a\"}",
            "{\"amount\": 5, \"bidder\": \"a\", \"thinkingMillis\": -1}",
            "{\"amount\": 5, \"bidder\": \"a\", \"thinkingMillis\": 99999999999}",
            "{\"amount\": 5, \"bidder\": \"a\", \"thinkingMillis\": \"soon\"}",
            "{\"amount\": 5, \"bidder\": \"a\", \"thinkingMillis\": 1.5}",
            "{\"id\": \"a\", \"name\": \"" + MEGABYTE + "\", \"price\": 1}",
            "{\"id\": \"a\", \"name\": \"b\", \"price\": -5}",
            "{\"strategies\": [], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": null, \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": \"none\", \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [\"best\"], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [null], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [7], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [\"none\"], \"bidders\": 0, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [\"none\"], \"bidders\": 65, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [\"none\"], \"bidders\": 1, \"bids\": 201, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [\"none\"], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": -1, \"stall\": false}",
            "{\"strategies\": [\"none\"], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 51, \"stall\": false}",
            "{\"strategies\": [\"none\"], \"bidders\": 1.5, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [\"none\"], \"bidders\": 1e9, \"bids\": 1, \"sectionMillis\": 1, \"stall\": false}",
            "{\"strategies\": [\"none\"], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1, \"stall\": \"maybe\"}",
            "{\"strategies\": [\"none\"], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1, \"stall\": 1}",
            "{\"strategies\": [\"none\"], \"bidders\": 1, \"bids\": 1, \"sectionMillis\": 1}");

    static Stream<String> endpoints() {
        return ENDPOINTS.stream();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void noBodyIsWorseThanABadRequest(String endpoint) {
        for (String body : BODIES) {
            Reply reply = http.post(endpoint, body);
            assertThat(reply.status()).as("%.100s -> %s", body, reply).isBetween(400, 499);
            assertThat(reply.header("Content-Type")).as("%.100s", body).isEqualTo("application/problem+json");
            assertThat(reply.detail()).as("%.100s", body).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/items", "/api/items/vase/bids", "/api/races"})
    void otherTypesAreRefused(String endpoint) {
        for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png")) {
            assertProblem(http.post(endpoint, type, "x=1"), 415, "supported");
        }
        assertThat(http.post(endpoint, "no type at all", "{}").status()).isBetween(400, 499);
    }

    @Test
    void whoTakesNoAnswerOfOursChangesNothing() throws IOException {
        offer("1");
        String body = "{\"bidder\": \"a\", \"amount\": 5}";
        String request =
                "POST /api/items/%s/bids HTTP/1.1\r\nHost: a\r\nAccept: image/png\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(id, body.length(), body);

        assertThat(statusLineOf(request)).endsWith(" 406");
        assertThat(item().json().path("bids").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/items/no-such-item",
                "/api/items/%20",
                "/api/items/%F0%9F%94%92",
                "/api/items/vase/bids/7",
                "/api/items/vase?x=%00",
                "/api/stories/last?x=%5B1%5D",
                "/api/nothing",
                "/api",
                "/nothing.html",
                "/js/nothing.js",
                "/.git/config",
                "/sources/io/github/lockstarter/sample/strategy/NoLock.java",
            })
    void noAddressIsWorseThanNotFound(String address) {
        Reply reply = http.get(address);

        assertThat(reply.status()).as("%s", reply).isLessThan(500);
        if (reply.status() != 200) {
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        }
    }

    @Test
    void unknownStoryIsNotFound() {
        assertProblem(http.post("/api/stories/no-such-story", "{}"), 404, "no-such-story", "GET /api/stories");
        assertThat(http.post("/api/stories/" + "x".repeat(4_000), "{}").status())
                .isEqualTo(404);
    }

    @Test
    void otherMethodsAreRefused() {
        for (String path :
                List.of("/api/items", "/api/events", "/api/strategies", "/api/stories", "/api/stories/late-write")) {
            assertProblem(http.delete(path), 405, "DELETE");
        }
        assertProblem(http.post("/api/events", "{}"), 405, "POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/items/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/items/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/items/..%2f..%2fetc HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/items/{} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "POST /api/items HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n",
                "POST /api/items HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /api/events HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n\r\n",
            })
    void brokenHttpIsABadRequest(String request) throws IOException {
        assertThat(statusLineOf(request)).matches("HTTP/1.[01] (4\\d\\d|505)");
    }

    private String statusLineOf(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }

    /** A thousand bids, of which half are right, and a thousand wishes for a race. */
    @Test
    void twoThousandAtOnceLoseNothing() {
        offer("1");
        String bids = "/api/items/" + id + "/bids";
        String race =
                "{\"strategies\": [\"lock\"], \"bidders\": 4, \"bids\": 200, \"sectionMillis\": 50, \"stall\": false}";
        List<Http.Post> posts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            posts.add(new Http.Post(bids, "{\"bidder\": \"bidder\", \"amount\": %d}".formatted(2 + i)));
            posts.add(new Http.Post("/api/races", race));
            posts.add(new Http.Post(bids, i % 2 == 0 ? "{\"bidder\": \"b\", \"amount\": -1}" : "{\"bidder\": "));
            posts.add(new Http.Post("/api/races", race));
        }
        List<Integer> statuses = http.postAll(posts);
        http.delete("/api/races");

        assertThat(statuses).allMatch(Set.of(201, 202, 400, 409, 423)::contains);
        assertThat(statuses).filteredOn(status -> status == 202).as("races").hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 400).hasSize(500);
        int accepted = 0;
        int highest = 0;
        for (int i = 0; i < 500; i++) {
            if (statuses.get(4 * i) == 201) {
                accepted++;
                highest = 2 + i;
            }
        }
        assertThat(accepted).isPositive();
        assertThat(item().json().path("bids").asInt()).isEqualTo(accepted);
        assertThat(item().json().path("price").asInt()).isEqualTo(highest);
    }

    @Test
    void tooManyPagesAreToldSoUntilSomeAreClosed() {
        offer("1");
        List<Http.Events> pages = new ArrayList<>();
        try {
            for (int i = 0; i < 205; i++) {
                pages.add(http.events("/api/events"));
            }
            assertThat(pages)
                    .extracting(Http.Events::status)
                    .containsOnly(200, 503)
                    .contains(503);
            assertThat(item().status()).as("the rest goes on").isEqualTo(200);
        } finally {
            pages.forEach(Http.Events::close);
        }
        Await.until("a page is fed again", () -> {
            try (Http.Events page = http.events("/api/events")) {
                return page.status() == 200;
            }
        });
    }
}

package io.github.lockstarter.sample;

import io.github.lockstarter.sample.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Many bid at once, each one more than the price they saw. */
final class ManyBids {

    static final long STARTING_PRICE = 100;

    private static final Logger log = LoggerFactory.getLogger(ManyBids.class);

    private static final int BIDS = 400;

    private static final int BIDDERS = 32;

    private ManyBids() {}

    /** On an item of their own, in turns on each instance. */
    static Outcome on(List<Http> instances) throws Exception {
        instances.get(0).post("/api/items", "{\"id\": \"a1\", \"name\": \"Chair\", \"price\": 100}");
        List<Callable<Integer>> bids = new ArrayList<>();
        for (int i = 0; i < BIDS; i++) {
            Http instance = instances.get(i % instances.size());
            bids.add(() -> bidOneMore(instance));
        }
        Outcome outcome =
                Outcome.of(Together.call(BIDDERS, bids), instances.get(0).get("/api/items/a1"));
        log.info("{}", outcome);
        return outcome;
    }

    private static int bidOneMore(Http instance) {
        long price = instance.get("/api/items/a1").json().path("price").asLong();
        return instance.post("/api/items/a1/bids", "{\"bidder\": \"ann\", \"amount\": %d}".formatted(price + 1))
                .status();
    }

    /** How often each status came back, and what the item looks like afterwards. */
    record Outcome(Map<Integer, Long> replies, long price, long bids) {

        private static Outcome of(List<Integer> statuses, Reply reply) {
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

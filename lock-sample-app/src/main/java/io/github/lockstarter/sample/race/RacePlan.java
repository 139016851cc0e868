package io.github.lockstarter.sample.race;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One race, as all instances hear of it.
 *
 * @param id unlike that of any other race
 * @param series that it belongs to
 * @param owner the id of the instance that started it and waits for its end
 * @param strategy the id of the strategy
 * @param instances the ids of those that take part: the bidders are dealt out to them
 */
public record RacePlan(
        String id,
        String series,
        String owner,
        String strategy,
        int bidders,
        int bids,
        int sectionMillis,
        boolean stall,
        List<String> instances) {

    /** The item that they bid on. */
    String item() {
        return "race-" + id;
    }

    /** The numbers of the bidders that the instance brings; none if it does not take part. */
    List<Integer> biddersOf(String instance) {
        return IntStream.range(0, bidders)
                .filter(bidder -> instances.get(bidder % instances.size()).equals(instance))
                .boxed()
                .toList();
    }
}

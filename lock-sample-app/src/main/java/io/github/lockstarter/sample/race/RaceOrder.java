package io.github.lockstarter.sample.race;

import java.util.List;

/**
 * What somebody wants to see.
 *
 * @param strategies by id, raced one after the other
 * @param bidders how many there are at once, on all instances together
 * @param bids how many bids each of them makes
 * @param sectionMillis how long each thinks between reading and writing
 * @param stall whether one of them stalls once, beyond the ttl of the locks
 */
public record RaceOrder(List<String> strategies, int bidders, int bids, int sectionMillis, boolean stall) {}

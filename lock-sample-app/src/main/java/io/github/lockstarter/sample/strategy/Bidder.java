package io.github.lockstarter.sample.strategy;

/** Who bids, and how long that takes. */
public interface Bidder {

    String name();

    /** What happens between reading the price and writing the new one. It may take longer than a lock lasts. */
    void thinks();

    /**
     * Is told that others were faster, and that the bid is tried again.
     *
     * @throws GaveUpException if it has been tried long enough
     */
    void triesAgain();
}

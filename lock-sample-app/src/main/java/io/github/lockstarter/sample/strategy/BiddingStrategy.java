package io.github.lockstarter.sample.strategy;

/** A way to bid one more than the price: read the item, think, write it back. */
public interface BiddingStrategy {

    /**
     * Bids. When it returns, the bidder takes the bid for accepted.
     *
     * @throws GaveUpException if others were always faster
     * @throws io.github.lockstarter.LockException if the lock was not had, or not kept
     */
    void bid(String id, Bidder bidder) throws InterruptedException;
}

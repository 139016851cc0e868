package io.github.lockstarter.sample.auction;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Something that is sold to the highest bidder.
 *
 * @param price the highest bid, or what the seller asked for if there is none yet
 * @param highestBidder who gets it if nobody bids more; null if there is no bid yet
 * @param bids how many have been accepted
 */
public record Item(
        String id, String name, BigDecimal price, @Nullable String highestBidder, long bids) {

    public static Item withoutBids(String id, String name, BigDecimal price) {
        return new Item(id, name, price, null, 0);
    }

    /**
     * Returns the item as it is after the bid.
     *
     * @throws BidTooLowException if the bid is not above the price
     */
    public Item after(Bid bid) {
        if (bid.amount().compareTo(price) <= 0) {
            throw new BidTooLowException(this, bid);
        }
        return new Item(id, name, bid.amount(), bid.bidder(), bids + 1);
    }

    /** Returns the item as it is after a bid of one more than the price. */
    public Item raisedBy(String bidder) {
        return after(new Bid(bidder, price.add(BigDecimal.ONE)));
    }
}

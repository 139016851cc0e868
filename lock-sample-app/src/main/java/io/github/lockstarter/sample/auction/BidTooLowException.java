package io.github.lockstarter.sample.auction;

/** The bid is not above the price. */
public final class BidTooLowException extends RuntimeException {

    public BidTooLowException(Item item, Bid bid) {
        super("A bid of %s is not above the price of item '%s', which is %s now. Bid more than that."
                .formatted(bid.amount().toPlainString(), item.id(), item.price().toPlainString()));
    }
}

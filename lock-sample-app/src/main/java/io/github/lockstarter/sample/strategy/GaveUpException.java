package io.github.lockstarter.sample.strategy;

/** A bid was tried again and again, and others were always faster. Nothing was changed. */
public final class GaveUpException extends RuntimeException {

    public GaveUpException(String bidder) {
        super("%s gives up: others were always faster".formatted(bidder));
    }
}

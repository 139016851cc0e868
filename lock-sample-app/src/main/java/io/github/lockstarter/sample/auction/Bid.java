package io.github.lockstarter.sample.auction;

import java.math.BigDecimal;

/** What somebody would pay for an item. */
public record Bid(String bidder, BigDecimal amount) {}

package io.github.lockstarter.sample.strategy;

import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import org.springframework.stereotype.Component;

/** Reads and writes, and hopes that nobody else does so meanwhile. */
@Component
public class NoLock implements BiddingStrategy {

    private final Items items;

    public NoLock(Items items) {
        this.items = items;
    }

    @Override
    public void bid(String id, Bidder bidder) {
        Item item = items.get(id);
        bidder.thinks(); // others read the same price now,
        items.save(item.raisedBy(bidder.name())); // and the last one to write overwrites them all
    }
}

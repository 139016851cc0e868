package io.github.lockstarter.sample.strategy;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import org.springframework.stereotype.Component;

/** One annotation. Whoever stalls beyond the ttl is told that the lock was lost, but what was written is written. */
@Component
public class AnnotatedLock implements BiddingStrategy {

    private final Items items;

    public AnnotatedLock(Items items) {
        this.items = items;
    }

    @Override
    @DistributedLock(key = "'item:' + #id", ttl = "1s", waitTime = "10s")
    public void bid(String id, Bidder bidder) {
        Item item = items.get(id);
        bidder.thinks(); // nobody else is in here, unless this takes longer than the ttl
        items.save(item.raisedBy(bidder.name()));
    }
}

package io.github.lockstarter.sample.story;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import io.github.lockstarter.sample.strategy.Bidder;
import io.github.lockstarter.sample.strategy.BiddingStrategy;
import org.springframework.stereotype.Component;

/** Keeps the lock for as long as the method runs. Its ttl is then how long it outlives a holder that dies. */
@Component
class RenewedLock implements BiddingStrategy {

    private final Items items;

    RenewedLock(Items items) {
        this.items = items;
    }

    @Override
    @DistributedLock(key = "'item:' + #id", ttl = "1s", waitTime = "10s", renew = true)
    public void bid(String id, Bidder bidder) {
        Item item = items.get(id);
        bidder.thinks();
        items.save(item.raisedBy(bidder.name()));
    }
}

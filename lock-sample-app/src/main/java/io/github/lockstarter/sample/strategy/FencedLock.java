package io.github.lockstarter.sample.strategy;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The same annotation, and a Redis client that refuses to write once the lock is gone. */
@Component
@Lazy // with Redlock there is no FencedRedis
public class FencedLock implements BiddingStrategy {

    private final Items items;

    public FencedLock(FencedRedis fencedRedis) {
        this.items = new Items(fencedRedis.template());
    }

    @Override
    @DistributedLock(key = "'item:' + #id", ttl = "1s", waitTime = "10s")
    public void bid(String id, Bidder bidder) {
        Item item = items.get(id);
        bidder.thinks(); // if this takes longer than the ttl,
        items.save(item.raisedBy(bidder.name())); // Redis refuses this: LeaseLostException
    }
}

package io.github.lockstarter.sample.strategy;

import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import java.time.Duration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** The lock that everybody writes first: SET NX with a ttl, and DEL. It does not know whose lock it deletes. */
@Component
public class NaiveLock implements BiddingStrategy {

    public static final Duration TTL = Duration.ofSeconds(1);

    private final StringRedisTemplate redis;

    private final Items items;

    public NaiveLock(StringRedisTemplate redis, Items items) {
        this.redis = redis;
        this.items = items;
    }

    @Override
    public void bid(String id, Bidder bidder) throws InterruptedException {
        while (!redis.opsForValue().setIfAbsent(lock(id), "locked", TTL)) {
            bidder.triesAgain();
            Thread.sleep(10);
        }
        try {
            Item item = items.get(id);
            bidder.thinks(); // if this takes longer than the ttl, another has the lock now,
            items.save(item.raisedBy(bidder.name()));
        } finally {
            redis.delete(lock(id)); // and it is theirs that is deleted here
        }
    }

    public static String lock(String id) {
        return "naive-lock:" + id;
    }
}

package io.github.lockstarter.pages;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.redis.fenced.FencedRedis;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Service;

@Service
class FencedBids {

    private final FencedRedis redis;

    FencedBids(FencedRedis redis) {
        this.redis = redis;
    }

    @DistributedLock(key = "'item:' + #id", ttl = "5s")
    public void placeBid(String id, long amount) {
        StringRedisTemplate fenced = redis.template();
        long highest = Long.parseLong(fenced.opsForValue().get("item:" + id));
        if (amount > highest) {
            fenced.opsForValue().set("item:" + id, Long.toString(amount)); // LeaseLostException if the lock is gone
        }
    }
}

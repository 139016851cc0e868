package io.github.lockstarter.sample.strategy;

import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import java.util.List;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** Optimistic: Redis refuses the write if the item has changed since it was read, and then all is done again. */
@Component
public class WatchMulti implements BiddingStrategy {

    private final StringRedisTemplate redis;

    private final Items items;

    public WatchMulti(StringRedisTemplate redis, Items items) {
        this.redis = redis;
        this.items = items;
    }

    @Override
    public void bid(String id, Bidder bidder) {
        while (!isWritten(id, bidder)) {
            bidder.triesAgain();
        }
    }

    private boolean isWritten(String id, Bidder bidder) {
        // A session keeps one connection for WATCH, MULTI and EXEC.
        return redis.execute(new SessionCallback<Boolean>() {
            @Override
            public <K, V> Boolean execute(RedisOperations<K, V> session) {
                redis.watch("item:" + id);
                try {
                    Item item = items.get(id);
                    bidder.thinks(); // the more bidders there are, the likelier it is that one of them writes now,
                    redis.multi();
                    items.save(item.raisedBy(bidder.name()));
                    return isExecuted(); // and then nothing is written, and all of it was in vain
                } catch (RuntimeException e) {
                    undo(e);
                    throw e;
                }
            }
        });
    }

    /** The connection goes back to its pool: nobody is to get it with a WATCH or a MULTI of ours. */
    private void undo(RuntimeException failure) {
        try {
            redis.execute((RedisCallback<Object>) connection -> {
                if (connection.isQueueing()) {
                    connection.discard();
                } else {
                    connection.unwatch();
                }
                return null;
            });
        } catch (RuntimeException e) {
            failure.addSuppressed(e); // sent all the same, behind what was not answered
        }
    }

    private boolean isExecuted() {
        // Null if nothing was written. The template's own exec() does not tell: its list is empty either way.
        return redis.execute((RedisCallback<List<Object>>) RedisConnection::exec) != null;
    }
}

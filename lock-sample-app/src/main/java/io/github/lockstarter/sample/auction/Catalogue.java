package io.github.lockstarter.sample.auction;

import java.util.List;
import org.springframework.data.redis.core.ListOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** The ids of the newest items, in a Redis list. Older ones are still there, but nobody lists them. */
@Component
public class Catalogue {

    private static final String KEY = "auction:items";

    private static final int SIZE = 100;

    private final ListOperations<String, String> lists;

    public Catalogue(StringRedisTemplate redis) {
        this.lists = redis.opsForList();
    }

    void add(String id) {
        lists.leftPush(KEY, id);
        lists.trim(KEY, 0, SIZE - 1);
    }

    /** Returns the newest first. */
    public List<String> newest(int count) {
        return lists.range(KEY, 0, count - 1);
    }
}

package io.github.lockstarter.sample.auction;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** Keeps each item in a Redis hash, {@code item:<id>}. Reading and writing are commands of their own. */
@Component
public class Items {

    private final StringRedisTemplate redis;

    private final HashOperations<String, String, String> hashes;

    public Items(StringRedisTemplate redis) {
        this.redis = redis;
        this.hashes = redis.opsForHash();
    }

    public Optional<Item> find(String id) {
        Map<String, String> fields = hashes.entries(key(id));
        return fields.isEmpty() ? Optional.empty() : Optional.of(item(id, fields));
    }

    /** @throws UnknownItemException if it is not there */
    public Item get(String id) {
        return find(id).orElseThrow(() -> new UnknownItemException(id));
    }

    public void save(Item item) {
        hashes.putAll(key(item.id()), fields(item));
    }

    /** For items that nobody wants for longer. */
    public void saveForAnHour(Item item) {
        save(item);
        redis.expire(key(item.id()), Duration.ofHours(1));
    }

    private static String key(String id) {
        return "item:" + id;
    }

    private static Item item(String id, Map<String, String> fields) {
        return new Item(
                id,
                fields.get("name"),
                new BigDecimal(fields.get("price")),
                fields.get("highestBidder"),
                Long.parseLong(fields.get("bids")));
    }

    private static Map<String, String> fields(Item item) {
        Map<String, String> fields = new HashMap<>();
        fields.put("name", item.name());
        fields.put("price", item.price().toPlainString());
        fields.put("bids", Long.toString(item.bids()));
        if (item.highestBidder() != null) {
            fields.put("highestBidder", item.highestBidder());
        }
        return fields;
    }
}

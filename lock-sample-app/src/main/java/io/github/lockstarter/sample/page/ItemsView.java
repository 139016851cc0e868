package io.github.lockstarter.sample.page;

import io.github.lockstarter.sample.auction.Catalogue;
import io.github.lockstarter.sample.shared.Limits;
import io.github.lockstarter.sample.shared.LockKeys;
import io.github.lockstarter.sample.shared.News;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks, while pages are open, at the newest items and at who holds their locks. */
@Component
class ItemsView {

    private static final int SHOWN = 12;

    private static final long PAUSE_MILLIS = 200;

    private static final List<String> FIELDS = List.of("name", "price", "highestBidder", "bids");

    /** What every item has: the places in the list above. Something else may have the key on a Redis that others use, too. */
    private static final List<Integer> IS_ITEM = List.of(0, 1, 3);

    private final EventStream pages;

    private final Catalogue catalogue;

    private final HashOperations<String, String, String> hashes;

    private final ValueOperations<String, String> values;

    private final LockKeys lockKeys;

    private final Limits limits;

    private final ApplicationEventPublisher events;

    private @Nullable Object shown;

    ItemsView(
            EventStream pages,
            Catalogue catalogue,
            StringRedisTemplate redis,
            LockKeys lockKeys,
            Limits limits,
            ApplicationEventPublisher events) {
        this.pages = pages;
        this.catalogue = catalogue;
        this.hashes = redis.opsForHash();
        this.values = redis.opsForValue();
        this.lockKeys = lockKeys;
        this.limits = limits;
        this.events = events;
    }

    @Scheduled(fixedDelay = PAUSE_MILLIS)
    void look() {
        if (pages.isWatched()) {
            show(state());
        }
    }

    private void show(Object state) {
        if (!state.equals(shown)) {
            shown = state;
            events.publishEvent(new News("items", state));
        }
    }

    private Shown state() {
        try {
            return shown(true, read(catalogue.newest(SHOWN)));
        } catch (DataAccessException e) {
            return shown(false, List.of());
        }
    }

    private Shown shown(boolean redis, List<ItemShown> items) {
        return new Shown(redis, lockKeys.areInRedis() || limits.locksAreElsewhere(), limits.onSeeingHolders(), items);
    }

    private List<ItemShown> read(List<String> ids) {
        List<ItemShown> items = new ArrayList<>();
        for (String id : ids) {
            // HMGET and GETRANGE, which no strategy uses: a race counts the commands of bids, and not these.
            List<String> fields = hashes.multiGet("item:" + id, FIELDS);
            if (IS_ITEM.stream().allMatch(place -> fields.get(place) != null)) {
                items.add(item(id, fields, values.get(lockKeys.of(id), 0, -1)));
            }
        }
        return items;
    }

    private static ItemShown item(String id, List<String> fields, @Nullable String token) {
        return new ItemShown(
                id,
                fields.get(0),
                new BigDecimal(fields.get(1)),
                fields.get(2),
                Long.parseLong(fields.get(3)),
                Holder.of(token));
    }

    /**
     * What there is.
     *
     * @param redis whether Redis answers
     * @param locks whether the instances share locks: they may be switched off, or kept in memory
     * @param holdersNotShown why nobody sees who holds them; null if one does
     */
    private record Shown(
            boolean redis, boolean locks, @Nullable String holdersNotShown, List<ItemShown> items) {}

    /** @param holder of the lock of the item, null if it is free */
    private record ItemShown(
            String id,
            String name,
            BigDecimal price,
            @Nullable String highestBidder,
            long bids,
            @Nullable Holder holder) {}

    /**
     * Who holds a lock, as its owner token says. The rest of the token is nobody's business: it is what releases the lock.
     *
     * @param host null, as {@code pid}, if the token is of a form that this sample does not know
     */
    private record Holder(@Nullable String host, @Nullable Long pid) {

        private static final Pattern TOKEN = Pattern.compile("[0-9a-f]+@(.+):(\\d+):[0-9a-f]+");

        static @Nullable Holder of(@Nullable String token) {
            if (token == null || token.isEmpty()) {
                return null;
            }
            Matcher matcher = TOKEN.matcher(token);
            return matcher.matches()
                    ? new Holder(matcher.group(1), Long.valueOf(matcher.group(2)))
                    : new Holder(null, null);
        }
    }
}

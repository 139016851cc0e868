package io.github.lockstarter.sample.auction;

import io.github.lockstarter.LockStoreException;
import java.math.BigDecimal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Puts something up for auction, so that the first one who looks finds something to bid on. */
@Component
class FirstItems implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(FirstItems.class);

    private static final List<Item> ITEMS = List.of(
            Item.withoutBids("lamp", "A brass lamp", new BigDecimal("15")),
            Item.withoutBids("chair", "A red chair", new BigDecimal("40")),
            Item.withoutBids("vase", "A vase, chipped", new BigDecimal("10")));

    private final OfferService offers;

    FirstItems(OfferService offers) {
        this.offers = offers;
    }

    @Override
    public void run(ApplicationArguments args) {
        try {
            ITEMS.forEach(this::offerTwiceAtMost);
        } catch (RuntimeException e) {
            // The sample starts all the same: Redis may come later.
            log.warn("The first items were not put up for auction: {}", e.getMessage());
        }
    }

    /** Servers of a Redlock that have just started do not vote at first. */
    private void offerTwiceAtMost(Item item) {
        try {
            offer(item);
        } catch (LockStoreException e) {
            log.debug("{}", e.getMessage());
            offer(item);
        }
    }

    private void offer(Item item) {
        try {
            offers.offer(item.id(), item.name(), item.price());
        } catch (ItemExistsException e) {
            log.debug("{}", e.getMessage());
        }
    }
}

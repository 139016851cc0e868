package io.github.lockstarter.sample.auction;

import io.github.lockstarter.DistributedLock;
import java.math.BigDecimal;
import org.springframework.stereotype.Service;

/** Puts items up for auction. */
@Service
public class OfferService {

    private final Items items;

    private final Catalogue catalogue;

    public OfferService(Items items, Catalogue catalogue) {
        this.items = items;
        this.catalogue = catalogue;
    }

    /**
     * Creates the item unless it exists. The lock is the one of {@link BidService#placeBid}, because the key is the
     * same: of two who offer the same id at once only one succeeds, and nobody bids in between.
     *
     * @throws ItemExistsException if it exists
     */
    @DistributedLock(key = "'item:' + #id", ttl = "${auction.ttl:5s}", retries = 20)
    public Item offer(String id, String name, BigDecimal price) {
        if (items.find(id).isPresent()) {
            throw new ItemExistsException(id);
        }
        Item item = Item.withoutBids(id, name, price);
        items.save(item);
        catalogue.add(id);
        return item;
    }
}

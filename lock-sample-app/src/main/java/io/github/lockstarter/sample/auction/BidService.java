package io.github.lockstarter.sample.auction;

import io.github.lockstarter.DistributedLock;
import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** Takes bids. */
@Service
public class BidService {

    private final Items items;

    public BidService(Items items) {
        this.items = items;
    }

    /**
     * Reads the item, compares, and writes it back. Without the lock two bids could read the same price, and the one
     * that writes last would overwrite the other, although both were told that they had been accepted.
     *
     * @param thinking how long the bidder takes between reading and writing: long enough, and somebody who watches sees who
     *     holds the lock meanwhile
     * @return the item as it is after the bid
     * @throws UnknownItemException if there is no such item
     * @throws BidTooLowException if the bid is not above the price
     */
    @DistributedLock(key = "'item:' + #id", ttl = "${auction.ttl:5s}", retries = 20, renew = true)
    public Item placeBid(String id, String bidder, BigDecimal amount, Duration thinking) throws InterruptedException {
        Item item = items.get(id);
        Thread.sleep(thinking.toMillis());
        Item after = item.after(new Bid(bidder, amount));
        items.save(after);
        return after;
    }
}

package io.github.lockstarter.userstests;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.OnBusy;
import org.springframework.stereotype.Service;

@Service
class BidService {

    private final Items items;

    BidService(Items items) {
        this.items = items;
    }

    @DistributedLock(key = "'item:' + #id", ttl = "5s", retries = 20)
    public void placeBid(String id, long amount) {
        if (amount > items.highest(id)) {
            CurrentLease.require().requireValid();
            items.save(id, amount);
        }
    }

    @DistributedLock(key = "'item:' + #id", retries = 0, fallback = "lastKnown")
    public String price(String id) {
        return "now " + items.highest(id);
    }

    String lastKnown(String id) {
        return "unknown";
    }

    @DistributedLock(key = "'closing'", retries = 0, onBusy = OnBusy.SKIP)
    public void closeAuctions() {
        items.save("closed", 1);
    }
}

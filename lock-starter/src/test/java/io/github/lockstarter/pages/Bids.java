package io.github.lockstarter.pages;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import org.springframework.stereotype.Service;

@Service
class Bids {

    private final Items items;

    Bids(Items items) {
        this.items = items;
    }

    @DistributedLock(key = "'item:' + #id", ttl = "5s", retries = 20)
    public boolean placeBid(String id, long amount) {
        if (amount <= items.highest(id)) {
            return false;
        }
        items.save(id, amount); // nobody else was in here since the price was read, if that is less than 5 s ago
        return true;
    }

    @DistributedLock(key = "'item:' + #id", ttl = "5s")
    public void placeLate(String id, long amount) {
        if (amount > items.highest(id)) {
            CurrentLease.require().requireValid(); // LeaseLostException, and nothing is saved
            items.save(id, amount);
        }
    }
}

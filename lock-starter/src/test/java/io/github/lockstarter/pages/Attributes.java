package io.github.lockstarter.pages;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.springframework.core.annotation.AliasFor;

/** One method for each attribute: docs/attributes.md. */
class Attributes {

    record Transfer(String from, String to) {}

    @DistributedLock("'account:' + #transfer.from")
    public void book(Transfer transfer) {}

    @DistributedLock(key = "{'account:' + #from, 'account:' + #to}")
    public void transfer(String from, String to) {}

    @DistributedLock(key = "'report:' + #month", name = "monthly-report")
    public void report(String month) {}

    @DistributedLock(key = "'export'", ttl = "${export.ttl:30s}")
    public void export() {}

    @DistributedLock(key = "'cache:' + #id", retries = 0)
    public void refresh(String id) {}

    @DistributedLock(key = "'cache:' + #id", retryDelay = "20ms")
    public void refreshSoon(String id) {}

    @DistributedLock(key = "'seat:' + #seat", waitTime = "500ms")
    public void reserve(String seat) {}

    @DistributedLock(key = "'import'", ttl = "10s", renew = true)
    public void load() {}

    @DistributedLock(key = "'import'", ttl = "10s", renew = true, maxHold = "2h")
    public void loadAll() {}

    @DistributedLock(key = "'hourly'", ttl = "1m", retries = 0, onBusy = OnBusy.SKIP, minHold = "30s")
    public void hourly() {}

    @DistributedLock(key = "'prices'", mode = LockMode.SHARED)
    public void read() {}

    @DistributedLock(key = "'printer'", permits = 3, waitTime = "1m")
    public void print() {}

    @DistributedLock(key = "'scan'", ttl = "5s", onLost = OnLost.INTERRUPT)
    public void scan() throws InterruptedException {}

    @DistributedLock(key = "'cleanup'", retries = 0, onBusy = OnBusy.SKIP)
    public void cleanUp() {}

    @DistributedLock(key = "'price:' + #id", waitTime = "200ms", fallback = "lastPrice")
    public long price(String id) {
        return 120;
    }

    long lastPrice(String id, LockException why) {
        return why instanceof LockNotAcquiredException ? 110 : -1;
    }

    /** An annotation of one's own. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @DistributedLock(ttl = "5s", renew = true)
    @interface PerItem {

        @AliasFor(annotation = DistributedLock.class, attribute = "key")
        String value();
    }

    @PerItem("'item:' + #id")
    public List<String> bids(String id) {
        return List.of();
    }
}

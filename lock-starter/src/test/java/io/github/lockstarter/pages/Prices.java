package io.github.lockstarter.pages;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockMode;
import java.time.YearMonth;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

@Service
class Prices {

    private final Map<String, String> lists = new ConcurrentHashMap<>();

    @DistributedLock(key = "'prices:' + #shop", mode = LockMode.SHARED) // with other readers, never while update runs
    public String read(String shop) {
        return lists.getOrDefault(shop, "");
    }

    @DistributedLock(key = "'prices:' + #shop") // alone
    public void update(String shop, String list) {
        lists.put(shop, list);
    }

    @DistributedLock(
            key = "'reports'",
            permits = 3,
            ttl = "10m",
            waitTime = "1m") // three at once, in all JVMs together
    public String report(YearMonth month) {
        return "report of " + month;
    }
}

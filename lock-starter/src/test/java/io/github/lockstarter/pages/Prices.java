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

    // With other readers at once, never while update runs.
    @DistributedLock(key = "'prices:' + #shop", mode = LockMode.SHARED)
    public String read(String shop) {
        return lists.getOrDefault(shop, "");
    }

    // Alone.
    @DistributedLock(key = "'prices:' + #shop")
    public void update(String shop, String list) {
        lists.put(shop, list);
    }

    // Three at once, in all JVMs together.
    @DistributedLock(key = "'reports'", permits = 3, ttl = "10m", waitTime = "1m")
    public String report(YearMonth month) {
        return "report of " + month;
    }
}

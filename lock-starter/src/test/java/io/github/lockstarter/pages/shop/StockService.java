package io.github.lockstarter.pages.shop;

import io.github.lockstarter.DistributedLock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

@Service
class StockService {

    private final Map<String, Integer> stock = new ConcurrentHashMap<>(Map.of("vase", 1000));

    @DistributedLock(key = "'stock:' + #article", ttl = "5s")
    public int take(String article) {
        int left = stock.get(article) - 1;
        stock.put(article, left);
        return left;
    }
}

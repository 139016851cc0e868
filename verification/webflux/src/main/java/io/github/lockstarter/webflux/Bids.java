package io.github.lockstarter.webflux;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.reactive.ReactiveCurrentLease;
import java.time.Duration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Loses bids unless it is locked: reads, lets time pass, writes. */
@Service
public class Bids {

    private final ReactiveStringRedisTemplate redis;

    public Bids(ReactiveStringRedisTemplate redis) {
        this.redis = redis;
    }

    @DistributedLock(key = "'item:' + #item", retries = 1_000)
    public Mono<Bid> raise(String item) {
        return raised(item);
    }

    @DistributedLock(key = "'item:' + #item", retries = 0)
    public Mono<Bid> raiseAtOnce(String item) {
        return raised(item);
    }

    @DistributedLock(key = "'item:' + #item")
    public Flux<Integer> countdown(String item, int from) {
        return Flux.range(0, from).delayElements(Duration.ofMillis(5)).map(passed -> from - passed);
    }

    private Mono<Bid> raised(String item) {
        return redis.opsForValue()
                .get("amount:" + item)
                .defaultIfEmpty("0")
                .map(amount -> Integer.parseInt(amount) + 1)
                .delayElement(Duration.ofMillis(1))
                .flatMap(amount -> redis.opsForValue()
                        .set("amount:" + item, Integer.toString(amount))
                        .then(ReactiveCurrentLease.require())
                        .map(lease -> new Bid(item, amount, lease.fencingToken())));
    }
}

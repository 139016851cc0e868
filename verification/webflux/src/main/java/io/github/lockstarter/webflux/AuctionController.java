package io.github.lockstarter.webflux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class AuctionController {

    private final Bids bids;

    AuctionController(Bids bids) {
        this.bids = bids;
    }

    @PostMapping("/items/{item}/bids")
    Mono<Bid> raise(@PathVariable String item) {
        return bids.raise(item);
    }

    @PostMapping("/items/{item}/bids/at-once")
    Mono<Bid> raiseAtOnce(@PathVariable String item) {
        return bids.raiseAtOnce(item);
    }

    @GetMapping(path = "/items/{item}/countdown/{from}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<Integer> countdown(@PathVariable String item, @PathVariable int from) {
        return bids.countdown(item, from);
    }
}

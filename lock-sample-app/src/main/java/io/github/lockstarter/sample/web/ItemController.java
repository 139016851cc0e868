package io.github.lockstarter.sample.web;

import io.github.lockstarter.sample.auction.BidService;
import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import io.github.lockstarter.sample.auction.OfferService;
import jakarta.validation.Valid;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Items and the bids on them. */
@RestController
@RequestMapping(path = "/api/items", produces = MediaType.APPLICATION_JSON_VALUE)
class ItemController {

    private final Items items;

    private final OfferService offers;

    private final BidService bids;

    ItemController(Items items, OfferService offers, BidService bids) {
        this.items = items;
        this.offers = offers;
        this.bids = bids;
    }

    @PostMapping
    ResponseEntity<Item> create(@Valid @RequestBody NewItem item) {
        Item created = offers.offer(item.id(), item.name(), item.price());
        return ResponseEntity.created(address(created)).body(created);
    }

    @GetMapping("/{id}")
    Item show(@PathVariable String id) {
        return items.get(id);
    }

    @PostMapping("/{id}/bids")
    @ResponseStatus(HttpStatus.CREATED)
    Item bid(@PathVariable String id, @Valid @RequestBody NewBid bid) throws InterruptedException {
        return bids.placeBid(id, bid.bidder(), bid.amount(), bid.thinking());
    }

    private static URI address(Item item) {
        return ServletUriComponentsBuilder.fromCurrentRequestUri()
                .path("/{id}")
                .encode()
                .buildAndExpand(item.id())
                .toUri();
    }
}

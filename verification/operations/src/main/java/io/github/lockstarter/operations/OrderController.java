package io.github.lockstarter.operations;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderController {

    private final Orders orders;

    OrderController(Orders orders) {
        this.orders = orders;
    }

    @PostMapping("/orders/{id}")
    String place(@PathVariable("id") String id, @RequestParam(name = "millis", defaultValue = "0") long millis)
            throws InterruptedException {
        return orders.place(new Order(id, 1), millis);
    }
}

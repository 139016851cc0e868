package io.github.lockstarter.pages;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.memory.InMemoryLockStore;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;

@Service
class Orders {

    private final JdbcClient jdbc;

    private final ApplicationEventPublisher events;

    private final InMemoryLockStore locks;

    private final List<String> seen = new ArrayList<>();

    Orders(JdbcClient jdbc, ApplicationEventPublisher events, InMemoryLockStore locks) {
        this.jdbc = jdbc;
        this.events = events;
        this.locks = locks;
    }

    record Paid(long id) {}

    @DistributedLock(key = "'order:' + #id", ttl = "5s") // stands outside: released after the commit
    @Transactional
    public void pay(long id, long amount) {
        long paid = paid(id);
        save(id, paid + amount);
        events.publishEvent(new Paid(id));
    }

    @DistributedLock(key = "'order:' + #id", ttl = "5s")
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void payApart(long id, long amount) {
        save(id, paid(id) + amount);
    }

    @TransactionalEventListener // after the commit
    void on(Paid event) {
        boolean locked = CurrentLease.find().isPresent();
        seen.add("lease " + locked + ", held " + locks.isHeld("order:" + event.id()));
    }

    long paid(long id) {
        return jdbc.sql("select paid from purchase where id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    void save(long id, long paid) {
        jdbc.sql("update purchase set paid = ? where id = ?").params(paid, id).update();
    }

    List<String> seen() {
        return seen;
    }
}

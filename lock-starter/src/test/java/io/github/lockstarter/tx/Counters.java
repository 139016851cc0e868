package io.github.lockstarter.tx;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.OnLost;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads, checks and writes a row under a lock, in all the ways that lock and transaction can be combined. */
class Counters {

    static final String KEY = "row";

    private final Rows rows;

    private final TransactionTemplate template;

    Counters(Rows rows, TransactionTemplate template) {
        this.rows = rows;
        this.template = template;
    }

    @DistributedLock(key = "'row'", retries = 10_000, retryDelay = "2ms")
    @Transactional
    public void lockedAndTransactional(Runnable then) {
        addOne(then);
    }

    @DistributedLock(key = "'row'", retries = 10_000, retryDelay = "2ms")
    public void locked(Runnable then) {
        addOne(then);
    }

    @DistributedLock(key = "'row'", ttl = "600ms")
    public void lockedShortly(Runnable then) {
        addOne(then);
    }

    @DistributedLock(key = "'row'", ttl = "600ms")
    @Transactional
    public void lockedShortlyAndTransactional(Runnable then) {
        addOne(then);
    }

    @DistributedLock(key = "'row'")
    @Transactional(readOnly = true)
    public void readOnly(Runnable then) {
        rows.read();
        then.run();
    }

    @DistributedLock(key = "'row'")
    @Transactional(noRollbackFor = RuntimeException.class)
    public void withoutRollback(Runnable then) {
        addOne(then);
    }

    @DistributedLock(key = "'row'", onLost = OnLost.WARN)
    @Transactional
    public void onlyWarned(Runnable then) {
        addOne(then);
    }

    @DistributedLock(key = "#key")
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void requiresNew(String key, Runnable then) {
        addOne(then);
    }

    @DistributedLock(key = "#key")
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void notSupported(String key, Runnable then) {
        then.run();
    }

    @DistributedLock(key = "'row'")
    @Transactional(propagation = Propagation.NESTED)
    public void nested(Runnable then) {
        addOne(then);
    }

    @DistributedLock(key = "'row'")
    @Transactional(propagation = Propagation.SUPPORTS)
    public void supports(Runnable then) {
        then.run();
    }

    @DistributedLock(key = "'row'")
    public void inATemplate(Runnable then) {
        template.executeWithoutResult(status -> addOne(then));
    }

    @DistributedLock(key = "'row'")
    public String afterATemplate(Runnable then) {
        template.executeWithoutResult(status -> addOne(() -> {}));
        then.run();
        return "done with " + CurrentLease.require().keys();
    }

    private void addOne(Runnable then) {
        int count = rows.read();
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
        rows.write(count + 1);
        then.run();
    }
}

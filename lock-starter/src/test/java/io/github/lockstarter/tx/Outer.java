package io.github.lockstarter.tx;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.transaction.annotation.Transactional;

/** Has a transaction open around whatever it runs. */
class Outer {

    @Transactional
    public void run(Runnable inside) {
        inside.run();
    }

    /** Takes its time between what it runs and its commit. */
    @Transactional
    public void runAndLinger(Runnable inside) {
        inside.run();
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
    }
}

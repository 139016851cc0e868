package io.github.lockstarter.stalled;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.jdbc.StaleFencingTokenException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Adds to a register under a lock, again and again, and never asks the lease whether it may: the register has to. */
final class Writer implements Runnable {

    static final Duration TTL = Duration.ofMillis(200);

    private static final LockRequest REQUEST =
            LockRequest.of("register").ttl(TTL).retryDelay(Duration.ofMillis(5)).waitTime(Duration.ofSeconds(5));

    private final LockTemplate locks;

    private final Register register;

    private final Duration dwell;

    private final Consumer<String> tell;

    private final AtomicBoolean ended = new AtomicBoolean();

    private int acknowledged;

    private int refused;

    private int unknown;

    private int held;

    /** @param dwell between reading and writing */
    Writer(LockTemplate locks, Register register, Duration dwell, Consumer<String> tell) {
        this.locks = locks;
        this.register = register;
        this.dwell = dwell;
        this.tell = tell;
    }

    void end() {
        ended.set(true);
    }

    @Override
    public void run() {
        while (!ended.get()) {
            try (Lease lease = locks.acquire(REQUEST)) {
                long got = System.nanoTime();
                lease.lost().thenRun(() -> tell.accept("lost " + System.nanoTime()));
                tell.accept("held " + ++held);
                register.addOne(lease, () -> dwell(lease, got));
                acknowledged++;
            } catch (LeaseLostException | StaleFencingTokenException e) {
                refused++;
            } catch (LockException busy) {
                // Nothing was written: again.
            } catch (RuntimeException e) {
                unknown++;
                tell.accept("unknown " + e);
            }
        }
        tell.accept("done " + acknowledged + " " + refused + " " + unknown);
    }

    private void dwell(Lease lease, long got) {
        long end = System.nanoTime() + dwell.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            long now = System.nanoTime();
            if (lease.isValid() && now - got > TTL.toNanos()) {
                tell.accept("valid after its ttl: " + (now - got));
            }
        }
    }

    int acknowledged() {
        return acknowledged;
    }

    int unknown() {
        return unknown;
    }
}

package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.StoreFailure;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One withdrawal, sent until it is answered, with pauses that grow. Once answered, it is sent a last time if it may have overtaken
 * the acquire: where the two went by different connections, that may still lie unread on its own.
 *
 * <p>Invariant: each sending is settled once, by its answer or by the lack of one; what comes later for it is ignored.
 */
final class Withdrawal {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);

    private final Withdrawals withdrawals;

    private final Acquire acquire;

    private final long end;

    private final boolean overtaking;

    private final Set<String> shown;

    private volatile long pause = FIRST_PAUSE;

    private volatile boolean answered;

    /** Whether it pauses, and is to be sent again. */
    private final AtomicBoolean asleep = new AtomicBoolean();

    /** @param shown what the log shows of its keys */
    Withdrawal(Withdrawals withdrawals, Acquire acquire, long end, boolean overtaking, Set<String> shown) {
        this.shown = shown;
        this.overtaking = overtaking;
        this.withdrawals = withdrawals;
        this.acquire = acquire;
        this.end = end;
    }

    void send() {
        AtomicBoolean settled = new AtomicBoolean();
        withdrawals.later(() -> settle(settled, new TimeoutException("no answer")), withdrawals.timeout());
        withdrawals.send(acquire).whenComplete((done, failure) -> settle(settled, failure));
    }

    private void settle(AtomicBoolean settled, @Nullable Throwable failure) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        if (failure != null) {
            again(failure);
        } else if (!answered) {
            answered = true;
            withdrawals.answered(shown);
            if (overtaking) {
                withdrawals.later(this::send, FIRST_PAUSE);
            }
        }
    }

    private void again(Throwable failure) {
        boolean inVain = System.nanoTime() - end >= 0 || StoreFailure.kindOf(failure) == StoreFailure.Kind.REJECTED;
        if (!inVain) {
            asleep.set(true);
            withdrawals.fallsAsleep(this);
            if (withdrawals.later(this::wake, pause)) {
                pause = Math.min(2 * pause, LONGEST_PAUSE);
                return;
            }
            withdrawals.wakesUp(this);
        }
        if (!answered) {
            withdrawals.gaveUp(shown, failure);
        }
    }

    /** Sent again now, if it pauses. */
    void wake() {
        if (asleep.compareAndSet(true, false)) {
            withdrawals.wakesUp(this);
            send();
        }
    }

    /** What it is found by. */
    String key() {
        return acquire.keys().get(0);
    }
}

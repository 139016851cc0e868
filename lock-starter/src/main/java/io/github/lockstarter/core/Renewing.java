package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends the renewals of one lease. An answer, however late, moves the deadline, counted from before the sending, or loses the lease.
 * Thread-safe.
 */
final class Renewing {

    /** Too short to prolong anything. */
    private static final Duration CHECK = Duration.ofMillis(1);

    private final LockStore store;

    private final Hold hold;

    private final LeaseLife life;

    /** In nanoseconds. */
    private final AtomicLong longest;

    Renewing(LockStore store, Hold hold, LeaseLife life, LockTerms terms) {
        this.store = store;
        this.hold = hold;
        this.life = life;
        this.longest = new AtomicLong(terms.ttl().toNanos());
    }

    CompletionStage<Renewal> send(Duration ttl) {
        longest.accumulateAndGet(ttl.toNanos(), Math::max);
        long sent = System.nanoTime();
        return store.renew(hold.held(), ttl).whenComplete((answer, failure) -> {
            if (answer == Renewal.RENEWED) {
                life.prolong(Deadline.of(sent, ttl));
            } else if (answer == Renewal.REFUSED) {
                life.lose(Reason.REFUSED);
            }
        });
    }

    /** Asks the store whether it is still held: lost, if not. */
    void check() {
        send(CHECK);
    }

    /**
     * Waits for an answer.
     *
     * @param end on the clock of {@link System#nanoTime()}
     * @return what came instead of it; null: it came, and the life of the lease knows it
     */
    static @Nullable Throwable awaitUntil(long end, CompletionStage<Renewal> answer) {
        try {
            Answers.awaitUntil(end, answer);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return e;
        }
    }

    /** For how long the lock may last in the store, whatever was answered. */
    Duration longest() {
        return Duration.ofNanos(longest.get());
    }
}

package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One token on its way to a lease, through it, and its end: every attempt sends it again.
 *
 * <p>Invariant: once the token is of no more use, because nobody asks any more or its lease ended, whatever an attempt may have
 * taken, or may take yet, a lock or a place in line, is withdrawn: at once, unless it is known that there is nothing, and again
 * for each attempt that is answered later in any other way than that it did nothing. The token is not used after that.
 */
final class Ticket implements Hold {

    private enum Stage {
        /** It may become a lease, or is one. */
        ASKING,
        /** The release is under way: what is answered now is reckoned with after it, so as not to overtake it. */
        ENDING,
        OVER
    }

    private final LockStore store;

    private final Withdrawals withdrawals;

    private final List<String> keys;

    /** The same, as they may be shown. */
    private final Set<String> shown;

    private final OwnerToken token;

    /** Attempts of which it is not known what they did. */
    private final AtomicInteger unsettled = new AtomicInteger();

    /** The longest ttl that was asked for, in nanoseconds. */
    private final AtomicLong longest = new AtomicLong();

    /** Whether it may stand in line. */
    private volatile boolean joined;

    /** Whether it was to go ahead of the line. */
    private volatile boolean ahead;

    /**
     * Whether it was asked for again before it was known that it had gone ahead of the line: where that came first, it stands in
     * line, though it has the lock.
     */
    private volatile boolean overtaken;

    /** Whether an attempt was granted. */
    private volatile boolean taken;

    /** Whether the lock stays taken after its release. */
    private volatile boolean kept;

    private volatile Stage stage = Stage.ASKING;

    /** @param keys sorted; hidden ones are not shown */
    Ticket(LockStore store, Withdrawals withdrawals, Set<String> keys, OwnerToken token) {
        this.store = store;
        this.withdrawals = withdrawals;
        this.keys = List.copyOf(keys);
        this.shown = keys;
        this.token = token;
    }

    OwnerToken token() {
        return token;
    }

    /** Whether it may stand in line. */
    boolean hasJoined() {
        return joined;
    }

    /** @param waited for how long the call has been waiting, in nanoseconds */
    CompletionStage<Answer> send(Duration ttl, Standing standing, long waited) {
        Acquire attempt = attempt(ttl, standing, waited);
        if (stage != Stage.ASKING) {
            unsettled.decrementAndGet();
            return CompletableFuture.failedFuture(
                    new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "Not sent: nobody wants it any more", null));
        }
        return store.acquire(attempt).whenComplete(this::settle);
    }

    /** Gives up another lease and asks for this one, in one step. */
    CompletionStage<Release> sendInPlaceOf(Ticket previous, Duration ttl, Standing standing, long waited) {
        Acquire attempt = attempt(ttl, standing, waited);
        if (stage != Stage.ASKING) {
            unsettled.decrementAndGet();
            return previous.release(true, Duration.ZERO);
        }
        previous.stage = Stage.ENDING;
        return store.release(previous.held(), attempt)
                .whenComplete((release, failure) -> settle(release == null ? null : release.next(), failure));
    }

    @Override
    public Held held() {
        return new Held(keys, token, Duration.ofNanos(longest.get()));
    }

    @Override
    public CompletionStage<Release> release(boolean valid, Duration keptFor) {
        stage = Stage.ENDING;
        kept = !keptFor.isZero();
        return store.release(held().keptFor(keptFor), null);
    }

    @Override
    public void ended(boolean answered, Duration lasting) {
        stage = Stage.OVER;
        // One that is kept is not withdrawn because its release was not answered: it would be free too early.
        if (!answered && !kept || answered && (unsettled.get() > 0 || overtaken)) {
            withdrawals.countTrouble();
            withdraw(Duration.ofNanos(Math.max(lasting.toNanos(), longest.get())));
        }
    }

    @Override
    public void lost() {}

    @Override
    public void drop() {
        stage = Stage.OVER;
        if (unsettled.get() > 0) {
            withdrawals.countTrouble();
        }
        if (unsettled.get() > 0 || joined || taken) {
            withdraw(Duration.ofNanos(longest.get()));
        }
    }

    private Acquire attempt(Duration ttl, Standing standing, long waited) {
        longest.accumulateAndGet(ttl.toNanos(), Math::max);
        if (standing != Standing.APART) {
            overtaken = overtaken || joined && ahead;
            joined = true;
        }
        if (standing == Standing.AHEAD) {
            ahead = true;
        }
        unsettled.incrementAndGet();
        return new Acquire(keys, token, ttl, 0, standing, Duration.ofNanos(waited));
    }

    private void settle(@Nullable Answer answer, @Nullable Throwable failure) {
        if (failure == null) {
            withdrawals.storeAnswers(keys.get(0));
        } else {
            settleLate(StoreFailure.lateOf(failure));
        }
        boolean nothing =
                failure == null ? answer == null : StoreFailure.kindOf(failure) == StoreFailure.Kind.NOT_EXECUTED;
        switch (stage) {
            case ASKING -> {
                if (answer instanceof Grant) {
                    taken = true;
                }
                if (nothing || failure == null) {
                    unsettled.decrementAndGet();
                }
            }
            case ENDING -> {
                if (nothing) {
                    unsettled.decrementAndGet();
                }
            }
            case OVER -> {
                // A late "busy" has put it in line, if it was to join.
                if (!nothing && (joined || !(answer instanceof Busy))) {
                    // Where it is trouble, it has been counted when it was given up.
                    withdraw(Duration.ofNanos(longest.get()));
                }
            }
        }
    }

    private void settleLate(@Nullable CompletionStage<?> late) {
        if (late != null) {
            // If it never is known, it has been reckoned with already.
            late.thenAccept(value ->
                    settle((Answer) (value instanceof Release release ? release.next() : value), null));
        }
    }

    private void withdraw(Duration lasting) {
        // Where an attempt has had no answer, it may yet be executed, after what overtook it.
        withdrawals.withdraw(
                Acquire.once(keys, token, Duration.ofNanos(longest.get())), lasting, unsettled.get() > 0, shown);
    }
}

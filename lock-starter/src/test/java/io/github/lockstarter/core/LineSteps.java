package io.github.lockstarter.core;

import io.github.lockstarter.LockRequest;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Lines on a {@link ScriptedStore}, of which nothing happens by itself: no thread looks at them, and a test says when they look.
 */
final class LineSteps implements AutoCloseable {

    static final LockRequest REQUEST = LockRequest.of("a")
            .ttl(Duration.ofMinutes(1))
            .waitTime(Duration.ofHours(1))
            .retryDelay(Duration.ofMinutes(1));

    final ScriptedStore store = new ScriptedStore();

    final RecordingListener listener = new RecordingListener();

    final List<OwnerToken> forced = new ArrayList<>();

    final LockRuntime runtime;

    final Lines lines;

    final Withdrawals withdrawals;

    final Leases leases;

    private final Duration commandTimeout;

    LineSteps(LineLimits limits, Duration commandTimeout) {
        this.commandTimeout = commandTimeout;
        runtime = new LockRuntime(store, limits, List.of(listener), List.of());
        runtime.scheduler().shutdownNow();
        leases = new Leases(runtime);
        withdrawals = new Withdrawals(runtime, commandTimeout);
        lines = new Lines(runtime, (keys, token) -> new Ticket(runtime.store(), withdrawals, keys, token), forced::add);
    }

    /** Patient with the store, and with others. */
    LineSteps() {
        this(new LineLimits(3, Duration.ofMinutes(1)), Duration.ofMinutes(1));
    }

    LockTerms terms(LockRequest request) {
        return LockTerms.of(
                request,
                new LockDefaults(
                        Duration.ofSeconds(10), 20, Duration.ofMillis(100), Duration.ofHours(1), commandTimeout),
                store);
    }

    /** A call stands in its line. */
    Call join(LockRequest request) {
        return join(new Waiter(terms(request)));
    }

    Call join(Waiter waiter) {
        return new Call(lines, waiter, lines.join(waiter));
    }

    /** The line of a call looks, again and again, until the store was asked so often. */
    void lookUntilAsked(Call call, int asks) {
        Await.until(() -> {
            call.line().nextLook();
            return store.asks() == asks;
        });
    }

    /** A lease that was not got in a line, with the fencing token 7, granted now for so long. */
    HeldLease lease(LockRequest request, Duration granted) {
        LockTerms terms = terms(request);
        Ticket ticket = new Ticket(runtime.store(), withdrawals, terms.keys(), new OwnerToken("random@here:1:1"));
        long sent = System.nanoTime();
        return leases.begin(terms, ticket, new Granted(7, sent, Deadline.of(sent, granted)));
    }

    @Override
    public void close() {
        runtime.close();
    }

    /** A call that stands in a line, or stood there. */
    record Call(Lines lines, Waiter waiter, Line line) {

        boolean isDone() {
            return waiter.outcome().isDone();
        }

        Acquired granted() {
            return (Acquired) waiter.outcome().getNow(null);
        }

        NotAcquired told() {
            return (NotAcquired) waiter.outcome().getNow(null);
        }

        void leave() {
            lines.leave(waiter);
        }

        long timeIsOver() {
            return lines.timeIsOver(waiter);
        }

        CompletionStage<Release> release() {
            return granted().hold().release(true, Duration.ZERO);
        }
    }
}

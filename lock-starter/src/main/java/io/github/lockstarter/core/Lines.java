package io.github.lockstarter.core;

import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.WakeListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of this JVM: one for each key that somebody here holds or waits for in line, or, of those who may hold it at the same time,
 * waits for, and none for any other. And what they
 * share: the tickets, and the hints that come in for them.
 */
final class Lines implements WakeListener {

    private final Map<LineId, Line> byId = new ConcurrentHashMap<>();

    /** The lines that a hint may be for, by the ticket they stand in line with. */
    private final Map<OwnerToken, Line> byTicket = new ConcurrentHashMap<>();

    private final LockRuntime runtime;

    private final Watch watch;

    private final BiFunction<Set<String>, OwnerToken, Ticket> tickets;

    private final Consumer<OwnerToken> forceReleased;

    /**
     * @param tickets makes a ticket of the key, as it may be shown, and a token
     * @param forceReleased is told whose lock may have been released by force
     */
    Lines(
            LockRuntime runtime,
            BiFunction<Set<String>, OwnerToken, Ticket> tickets,
            Consumer<OwnerToken> forceReleased) {
        this.runtime = runtime;
        this.watch = new Watch(runtime.scheduler());
        this.tickets = tickets;
        this.forceReleased = forceReleased;
    }

    /** @return the line that the call stands in, or has been sent away from */
    Line join(Waiter waiter) {
        LineId id = waiter.terms().line();
        while (true) {
            Line line = byId.computeIfAbsent(id, unknown -> new Line(this, unknown));
            if (line.join(waiter)) {
                return line;
            }
            byId.remove(id, line);
        }
    }

    /** Whether somebody stands in a line, so that others who come do so, too. */
    boolean anyIn(LineId id) {
        return byId.containsKey(id);
    }

    /** No effect on a call that stands in no line, or has been told its outcome. */
    void leave(Waiter waiter) {
        Line line = byId.get(waiter.terms().line());
        if (line != null) {
            line.leave(waiter);
        }
    }

    /** @return how long to wait yet for its outcome, in nanoseconds */
    long timeIsOver(Waiter waiter) {
        Line line = byId.get(waiter.terms().line());
        return line == null ? LineState.BEING_TOLD : line.timeIsOver(waiter);
    }

    /** Gives up a lease that others may have beside: to one who waits in the line, if somebody does and that may be. */
    CompletionStage<Release> release(LineId id, Ticket holder, boolean valid, Duration keptFor) {
        Line line = byId.get(id);
        return line == null ? holder.release(valid, keptFor) : line.release(holder, valid, keptFor);
    }

    /** Sends all who wait away. To be called once the gate is closed, which lets nobody join after that. */
    void sendAllAway() {
        List.copyOf(byId.values()).forEach(Line::close);
    }

    @Override
    public void woken(OwnerToken token) {
        Line line = byTicket.get(token);
        if (line != null) {
            line.wake(token);
        }
    }

    @Override
    public void forceReleased(OwnerToken token) {
        forceReleased.accept(token);
    }

    @Override
    public void listening() {
        byId.values().forEach(line -> line.wake(null));
    }

    /**
     * A new token to ask with.
     *
     * @param terms of the call that it is for first
     */
    Ticket ticket(LockTerms terms) {
        OwnerToken token = runtime.tokens().next(terms.permits());
        return tickets.apply(terms.keys(), isSilent() ? token.deaf() : token);
    }

    /** Whether a ticket waits for hints that do not come in any more. */
    boolean waitsInVain(Ticket ticket) {
        return !ticket.token().isDeaf() && isSilent();
    }

    /** Before anybody has had to wait, there are no hints to wait for in line; then the first look is one without standing there. */
    Standing standing(Ticket ticket) {
        return ticket.token().isDeaf() || runtime.hints().comeIn() ? Standing.IN_LINE : Standing.APART;
    }

    private boolean isSilent() {
        return runtime.hints().areAsked() && !runtime.hints().comeIn();
    }

    void listen() {
        runtime.hints().ask(runtime.tokens().instance(), this);
    }

    void register(Ticket ticket, Line line) {
        byTicket.put(ticket.token(), line);
    }

    void unregister(Ticket ticket) {
        byTicket.remove(ticket.token());
    }

    /** A line, or a wait in one. */
    void watch(Watched one, long time) {
        watch.watch(one, time);
    }

    void forget(AsyncLineAcquisition wait) {
        watch.forget(wait);
    }

    void forget(Line line) {
        byId.remove(line.id(), line);
        watch.forget(line);
    }

    boolean isClosed() {
        return runtime.gate().isClosed();
    }

    LineLimits limits() {
        return runtime.limits();
    }

    /** How many lines there are, and tickets in them that stand in line. */
    int size() {
        return byId.size() + byTicket.size();
    }

    /** Of those who want it for themselves. */
    int waiting(String key) {
        Line line = byId.get(new LineId(key, 1));
        return line == null ? 0 : line.waiting();
    }

    /**
     * What those are told who wait for a call of this JVM.
     *
     * @param since when that got the lock; null: not known
     */
    NotAcquired heldHere(@Nullable Instant since) {
        return new NotAcquired.Taken(new Busy(runtime.tokens().instance(), null, since));
    }

    /** An answer came in, to a call. */
    void lookAtPermits(LockTerms terms, Answer answer) {
        runtime.permitWarnings().look(terms, answer);
    }

    void handedOver() {
        runtime.handOvers().increment();
    }
}

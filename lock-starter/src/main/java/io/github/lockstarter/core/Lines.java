package io.github.lockstarter.core;

import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.WakeListener;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of this JVM: one for each key that somebody here holds or waits for in line, and none for any other. And what they
 * share: the tickets, and the hints that come in for them.
 */
final class Lines implements WakeListener {

    private final Map<String, Line> byKey = new ConcurrentHashMap<>();

    /** The lines that a hint may be for, by the ticket they stand in line with. */
    private final Map<OwnerToken, Line> byTicket = new ConcurrentHashMap<>();

    private final BiFunction<Set<String>, OwnerToken, PendingAcquire> tickets;

    private final OwnerTokens tokens;

    private final Hints hints;

    private final Watch watch;

    private final Gate gate;

    private final LineLimits limits;

    private final Consumer<OwnerToken> forceReleased;

    private final LocksHere here;

    /**
     * @param tickets makes a ticket of the key, as it may be shown, and a token
     * @param forceReleased is told whose lock may have been released by force
     * @param here counts hand-overs
     */
    Lines(
            BiFunction<Set<String>, OwnerToken, PendingAcquire> tickets,
            OwnerTokens tokens,
            Hints hints,
            Watch watch,
            Gate gate,
            LineLimits limits,
            Consumer<OwnerToken> forceReleased,
            LocksHere here) {
        this.tickets = tickets;
        this.tokens = tokens;
        this.hints = hints;
        this.watch = watch;
        this.gate = gate;
        this.limits = limits;
        this.forceReleased = forceReleased;
        this.here = here;
    }

    /** @return the line that the call stands in, or has been sent away from */
    Line join(String key, Waiter waiter) {
        while (true) {
            Line line = byKey.computeIfAbsent(key, unknown -> new Line(this, unknown));
            if (line.join(waiter)) {
                return line;
            }
            byKey.remove(key, line);
        }
    }

    /** No effect on a call that stands in no line, or has been told its outcome. */
    void leave(String key, Waiter waiter) {
        Line line = byKey.get(key);
        if (line != null) {
            line.leave(waiter);
        }
    }

    /** @return how long to wait yet for its outcome, in nanoseconds */
    long timeIsOver(String key, Waiter waiter) {
        Line line = byKey.get(key);
        return line == null ? LineState.BEING_TOLD : line.timeIsOver(waiter);
    }

    /** Sends all who wait away. To be called once the gate is closed, which lets nobody join after that. */
    void sendAllAway() {
        List.copyOf(byKey.values()).forEach(Line::close);
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
        byKey.values().forEach(line -> line.wake(null));
    }

    /**
     * A new token to ask with.
     *
     * @param key the only one, as it may be shown
     */
    PendingAcquire ticket(Set<String> key) {
        OwnerToken token = tokens.next();
        return tickets.apply(key, isSilent() ? token.deaf() : token);
    }

    /** Whether a ticket waits for hints that do not come in any more. */
    boolean waitsInVain(PendingAcquire ticket) {
        return !ticket.token().isDeaf() && isSilent();
    }

    /** Before anybody has had to wait, there are no hints to wait for in line; then the first look is one without standing there. */
    Standing standing(PendingAcquire ticket) {
        return ticket.token().isDeaf() || hints.comeIn() ? Standing.IN_LINE : Standing.APART;
    }

    private boolean isSilent() {
        return hints.areAsked() && !hints.comeIn();
    }

    void listen() {
        hints.ask(tokens.instance(), this);
    }

    void register(PendingAcquire ticket, Line line) {
        byTicket.put(ticket.token(), line);
    }

    void unregister(PendingAcquire ticket) {
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
        byKey.remove(line.key(), line);
        watch.forget(line);
    }

    boolean isClosed() {
        return gate.isClosed();
    }

    LineLimits limits() {
        return limits;
    }

    /** How many lines there are, and tickets in them that stand in line. */
    int size() {
        return byKey.size() + byTicket.size();
    }

    int waiting(String key) {
        Line line = byKey.get(key);
        return line == null ? 0 : line.waiting();
    }

    /**
     * What those are told who wait for a call of this JVM.
     *
     * @param since when that got the lock; null: not known
     */
    NotAcquired heldHere(@Nullable Instant since) {
        return new NotAcquired.Held(new Busy(tokens.instance(), null, since));
    }

    void handedOver() {
        here.handedOver();
    }
}

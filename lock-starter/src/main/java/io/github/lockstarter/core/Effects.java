package io.github.lockstarter.core;

import io.github.lockstarter.core.LinePhase.Asking;
import io.github.lockstarter.store.Standing;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a step of a line brings about: commands, and calls that are told. It is done in order, once the line's guard is free; only
 * which ticket is whose is noted at once.
 */
final class Effects {

    private static final Logger log = LoggerFactory.getLogger(Effects.class);

    private final List<Runnable> effects = new ArrayList<>(3);

    private final Line line;

    private final Lines lines;

    Effects(Line line, Lines lines) {
        this.line = line;
        this.lines = lines;
    }

    /** Looks at the line at this time, if not before. */
    void watch(long time) {
        effects.add(() -> lines.watch(line, time));
    }

    void ask(Asking asking) {
        expect(asking);
        effects.add(() -> line.ask(asking));
    }

    /** The answer to what is asked, and, where it is to stand in line, hints. */
    void expect(Asking asking) {
        if (asking.standing() != Standing.APART) {
            lines.register(asking.ticket(), line);
        }
        watch(asking.late());
    }

    void drop(Ticket ticket) {
        lines.unregister(ticket);
        effects.add(ticket::drop);
    }

    /** Asks for the store's hints, if nobody has yet. */
    void listen() {
        effects.add(lines::listen);
    }

    void grant(Waiter waiter, Ticket ticket, Granted granted) {
        grant(waiter, ticket, granted, new LineHold(line, ticket));
    }

    /** As {@link #grant}, of a lock that others may hold at the same time. */
    void grantShared(Waiter waiter, Ticket ticket, Granted granted) {
        grant(waiter, ticket, granted, new SharedHold(lines, line.id(), ticket));
    }

    private void grant(Waiter waiter, Ticket ticket, Granted granted, Hold hold) {
        lines.unregister(ticket);
        effects.add(() -> waiter.tell(new Acquired(hold, granted, Math.max(1, waiter.attempts()), waiter.waited())));
    }

    void tell(Waiter waiter, NotAcquired last) {
        effects.add(() -> waiter.tell(last));
    }

    /** The line is over. */
    void forget() {
        effects.add(() -> lines.forget(line));
    }

    /** Does all of it, whatever one of them throws. */
    void run() {
        Throwable failure = null;
        for (Runnable effect : effects) {
            try {
                effect.run();
            } catch (Throwable e) {
                failure = e;
            }
        }
        if (failure != null) {
            log.warn("A step of {} was done in part; whoever waits is looked after all the same", line, failure);
        }
    }
}

package io.github.lockstarter.core;

import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Release;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A lock that was got in a line, which it goes back to. */
final class LineHold implements Hold {

    private final Line line;

    private final Ticket ticket;

    LineHold(Line line, Ticket ticket) {
        this.line = line;
        this.ticket = ticket;
    }

    @Override
    public Held held() {
        return ticket.held();
    }

    @Override
    public CompletionStage<Release> release(boolean valid, Duration keptFor) {
        return line.release(ticket, valid, keptFor);
    }

    @Override
    public void ended(boolean answered, Duration lasting) {
        ticket.ended(answered, lasting);
    }

    @Override
    public void lost() {
        line.lost(ticket);
    }

    @Override
    public void drop() {
        ticket.drop();
        line.lost(ticket);
    }
}

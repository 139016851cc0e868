package io.github.lockstarter.core;

import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Release;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A lock that others may hold at the same time. Its place goes to whoever waits for one in this JVM by then. */
final class SharedHold implements Hold {

    private final Lines lines;

    private final LineId line;

    private final Ticket ticket;

    SharedHold(Lines lines, LineId line, Ticket ticket) {
        this.lines = lines;
        this.line = line;
        this.ticket = ticket;
    }

    @Override
    public Held held() {
        return ticket.held();
    }

    @Override
    public CompletionStage<Release> release(boolean valid, Duration keptFor) {
        return lines.release(line, ticket, valid, keptFor);
    }

    @Override
    public void ended(boolean answered, Duration lasting) {
        ticket.ended(answered, lasting);
    }

    /** Whoever waits does so for any of those who hold it. */
    @Override
    public void lost() {}

    @Override
    public void drop() {
        ticket.drop();
    }
}

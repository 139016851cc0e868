package io.github.lockstarter.core;

import io.github.lockstarter.store.Standing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the line of a JVM is about. It has at most one token that it asks for or holds: its ticket. */
sealed interface LinePhase {

    /** Null: none. */
    @Nullable
    Ticket ticket();

    /**
     * When something is due at the latest, though nothing comes in; null: nothing ever again.
     *
     * @param now on the clock of {@link System#nanoTime()}
     */
    default @Nullable Long due(long now) {
        return now + NOTHING_DUE;
    }

    long NOTHING_DUE = TimeUnit.HOURS.toNanos(1);

    /** Nobody has asked yet. */
    record New() implements LinePhase {

        @Override
        public @Nullable Ticket ticket() {
            return null;
        }
    }

    /**
     * An attempt is under way, for the first in line.
     *
     * @param ttl as that one wants it
     * @param sent before it was sent
     * @param late from when on it counts as not answered
     * @param waited for how long the first has been waiting
     */
    record Asking(Ticket ticket, Duration ttl, Standing standing, long sent, long late, long waited)
            implements LinePhase {

        @Override
        public Long due(long now) {
            return late;
        }
    }

    /** The answer was "busy", or there was none. */
    record Pausing(Ticket ticket, Patience.Pause pause, long until) implements LinePhase {

        Pausing endingAt(long time) {
            return new Pausing(ticket, pause, time);
        }

        @Override
        public Long due(long now) {
            return until;
        }
    }

    /** One of this JVM has the lock for itself, as far as this JVM knows. */
    record Holding(Ticket ticket) implements LinePhase {}

    /** Nobody of this JVM holds the lock or waits for it: the next one begins a new line. */
    record Over() implements LinePhase {

        @Override
        public @Nullable Ticket ticket() {
            return null;
        }

        @Override
        public @Nullable Long due(long now) {
            return null;
        }
    }
}

package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.race.RaceMessages.CancelRaces;
import io.github.lockstarter.sample.race.RaceMessages.RacesBegun;
import io.github.lockstarter.sample.shared.Bus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which series of races is on, and whether it was cancelled: the same on all instances. Thread-safe. */
@Component
class Series {

    private String current = "";

    private @Nullable Long cancelledNanos;

    Series(Bus bus) {
        bus.on(RacesBegun.class, this::begin);
        bus.on(CancelRaces.class, message -> cancel());
    }

    private synchronized void begin(RacesBegun begun) {
        current = begun.series();
        cancelledNanos = null;
    }

    private synchronized void cancel() {
        if (cancelledNanos == null) {
            cancelledNanos = System.nanoTime();
        }
    }

    synchronized boolean isCancelled(String series) {
        return series.equals(current) && cancelledNanos != null;
    }

    /** Whether it was cancelled so long ago that whoever takes part should have ended. */
    synchronized boolean isCancelledFor(String series, Duration time) {
        return isCancelled(series) && System.nanoTime() - cancelledNanos > time.toNanos();
    }
}

package io.github.lockstarter.torture.worker;

/** A wall clock that is set back and forth by three seconds all the while. Only a planted bug reads it. */
public final class SteppedClock {

    private static final long STEP_NANOS = 3_000_000_000L;

    private static final long EVERY_NANOS = 700_000_000L;

    private SteppedClock() {}

    /** Instead of {@link System#nanoTime()}. */
    public static long nanos() {
        long time = System.nanoTime();
        return time / EVERY_NANOS % 2 == 0 ? time : time - STEP_NANOS;
    }
}

package io.github.lockstarter.torture.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the network does to bytes and connections, as a whole: one of these is in force at a time.
 *
 * @param ways the directions concerned; empty for the kinds which have none
 * @param least the shortest delay in nanoseconds
 * @param most the longest delay in nanoseconds
 */
record Fault(Kind kind, Set<Way> ways, long least, long most) {
    static final Fault NONE = of(Kind.NONE);
    static final Fault CUT = of(Kind.CUT);
    static final Fault REFUSE = of(Kind.REFUSE);
    static final Fault CLOSED = of(Kind.CLOSED);

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    enum Kind {
        NONE,
        DELAY,
        HOLD,
        LOSE,
        CUT,
        REFUSE,
        CLOSED
    }

    /** @throws IllegalArgumentException unless 0 <= least <= most <= 1 h */
    static Fault delay(Duration least, Duration most) {
        if (least.isNegative() || least.compareTo(most) > 0 || most.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "A delay is from 0 to " + LONGEST_DELAY + ", the least first: " + least + ", " + most);
        }
        return new Fault(Kind.DELAY, Set.of(), least.toNanos(), most.toNanos());
    }

    /** @throws IllegalArgumentException if there is no way */
    static Fault hold(Way... ways) {
        return new Fault(Kind.HOLD, some(ways), 0, 0);
    }

    /** @throws IllegalArgumentException if there is no way */
    static Fault lose(Way... ways) {
        return new Fault(Kind.LOSE, some(ways), 0, 0);
    }

    boolean holds(Way way) {
        return kind == Kind.HOLD && ways.contains(way);
    }

    boolean loses(Way way) {
        return kind == Kind.LOSE && ways.contains(way);
    }

    boolean cuts(Way way) {
        return kind == Kind.CUT && way == Way.REQUESTS;
    }

    boolean admits() {
        return kind != Kind.REFUSE && kind != Kind.CLOSED;
    }

    /** Returns how long a chunk is delayed, in nanoseconds; another time for each call. */
    long delay() {
        return ThreadLocalRandom.current().nextLong(least, most + 1);
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, Set.of(), 0, 0);
    }

    private static Set<Way> some(Way... ways) {
        if (ways.length == 0) {
            throw new IllegalArgumentException("Name REQUESTS, REPLIES or both; heal() ends what is in force.");
        }
        return Set.copyOf(List.of(ways));
    }
}

package io.github.lockstarter.torture.history;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The ways in which workers use locks: each on keys of its own, which last for so long unless renewed. */
public enum Workload {
    /** Acquire, hold for a moment, release. */
    RAW(3, Duration.ofMillis(600)),
    /** Wanted by several threads of one worker, and now and then by another. */
    LOCAL(4, Duration.ofMillis(400)),
    /** Read, add one, write, outside Redis and without a fence; now and then that takes longer than the ttl. */
    COUNTER(1, Duration.ofMillis(200)),
    /** The same in Redis, through {@code FencedRedis}. */
    FENCED(1, Duration.ofMillis(200)),
    /** The same in SQL, with {@code JdbcFence}. */
    SQL(1, Duration.ofMillis(200)),
    /** Two or three keys at once. */
    SEVERAL(4, Duration.ofMillis(500)),
    /** {@code @DistributedLock} on a {@code @Transactional} method that adds one in SQL, without a fence. */
    ANNOTATED(1, Duration.ofMillis(400)),
    /** Many who give up after a moment, or are interrupted. */
    WAITING(1, Duration.ofMillis(400)),
    /** Calls that are interrupted at any moment, on keys that hardly anybody else wants, with a long ttl. */
    INTERRUPTED(400, Duration.ofSeconds(5)),
    /** Held for longer than the ttl, and renewed. */
    RENEWED(1, Duration.ofMillis(300)),
    /** SHARED, and now and then by one alone: asked for and held in all ways. */
    SHARED(2, Duration.ofMillis(400)),
    /** With three permits, now and then with two, SHARED or by one alone: asked for and held in all ways. */
    PERMITS(2, Duration.ofMillis(400)),
    /** As INTERRUPTED, by several at once or by one alone. */
    PASSERS(60, Duration.ofSeconds(5)),
    /** Keys that somebody else holds all the while, who is none of the workers. */
    FOREIGN(3, Duration.ofMillis(500));

    /** Those whose keys several may hold at once. */
    private static final Set<Workload> CROWDED = EnumSet.of(SHARED, PERMITS, PASSERS);

    private static final Workload[] ALL = values();

    private final int keys;
    private final Duration ttl;

    Workload(int keys, Duration ttl) {
        this.keys = keys;
        this.ttl = ttl;
    }

    /** How many keys it has. */
    public int keys() {
        return keys;
    }

    /** Whether several may hold a key of it at once: each lease says how many. */
    public boolean isCrowded() {
        return CROWDED.contains(this);
    }

    public Duration ttl() {
        return ttl;
    }

    public Key key(int number) {
        return new Key(this, number);
    }

    static Workload of(int ordinal) {
        return ALL[ordinal];
    }
}

package io.github.lockstarter.torture.history;

/** What a worker writes down. The three numbers of an {@link Event} mean what is said here; 0 where nothing is. */
public enum EventType {
    /** Comes before GRANTED where calls differ: how many may hold the key at once, 1 if the lease is renewed. */
    TERMS,
    /** A call was granted a key: when it began, the fencing token, the deadline as the lease told it, 0 if that had passed. */
    GRANTED,
    /** The lease was asked later than this time, and said that it was valid. */
    VALID,
    /** What was done under the lease is over: 1 if it said so later than this time that it was valid. */
    ENDING,
    /** The release is over. */
    ENDED,
    /** The expiry signal came: the reason's ordinal, the deadline as it was known when the lease was granted. */
    LOST,
    /** A call got nothing: when it began, the {@link Refusal}'s ordinal, when it was interrupted. */
    NOT_GRANTED,
    /** A write was acknowledged: its value, the fencing token. */
    WRITTEN,
    /** Nobody knows whether a write was done. */
    WRITE_UNKNOWN,
    /** A write was refused, and not done. */
    WRITE_REFUSED,
    /** Something happened that has no place here; the worker has printed it. */
    FAILED,
    /** The worker is over: how many threads of the library it has left, and how many of its clients. */
    DONE;

    private static final EventType[] ALL = values();

    static EventType of(int ordinal) {
        return ALL[ordinal];
    }
}

package io.github.lockstarter.sample.story;

/** What somebody does from an event on until the next one. */
public enum State {
    /** Nothing that has to do with the lock. */
    AWAY,
    WAITING,
    /** Has the lock. */
    INSIDE,
    /** Does nothing, for so long that the lock gets lost. */
    STALLED,
    /** Goes on, though the lock is lost. */
    LATE,
    /** Is no more. */
    DEAD,
    /** Of the lock itself. */
    FREE,
    /** Of the lock itself. */
    HELD
}

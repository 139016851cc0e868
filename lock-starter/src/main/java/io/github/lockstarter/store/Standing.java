package io.github.lockstarter.store;

/** How an acquire stands to those who wait in line for its key. */
public enum Standing {
    /** Asks once, and stands in no line. Several keys do so always. */
    APART,
    /** Stands in line when busy. */
    IN_LINE,
    /** As {@link #IN_LINE}; and in a hand-over, goes before those who stand there. */
    AHEAD
}

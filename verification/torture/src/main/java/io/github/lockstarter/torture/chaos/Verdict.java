package io.github.lockstarter.torture.chaos;

/** What a pump does with the bytes, or the end of the stream, which it has read. */
enum Verdict {
    /** Forward them. */
    PASS,
    /** Forget them, and go on reading. */
    LOSE,
    /** Forward them if they are bytes, then reset the client; an end passes. */
    CUT,
    /** Forget them and end: the connection is closed. */
    STOP
}

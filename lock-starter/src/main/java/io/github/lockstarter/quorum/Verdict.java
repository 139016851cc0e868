package io.github.lockstarter.quorum;

/** What the votes so far amount to. */
enum Verdict {
    /** More may come. */
    OPEN,
    /** A majority granted the lock. */
    GRANTED,
    /** Others have too many votes. */
    BUSY,
    /** Too many nodes do not vote. */
    UNAVAILABLE
}

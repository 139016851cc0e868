package io.github.lockstarter.store;

/** What a store answers to a renewal. No answer is a failed stage: unknown, to be tried again. */
public enum Renewal {
    /** It lasts at least the ttl from when the store executed the renewal. */
    RENEWED,
    /** It was not ours any more; nothing was changed. */
    REFUSED
}

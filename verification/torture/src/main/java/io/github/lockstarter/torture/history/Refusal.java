package io.github.lockstarter.torture.history;

/** Why a call was not granted its lock. */
public enum Refusal {
    BUSY,
    UNAVAILABLE,
    INTERRUPTED
}

package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Refusal;

/** A call that ended without the lock. */
public final class NotGranted extends Exception {

    private final Refusal refusal;

    public NotGranted(Refusal refusal, Throwable cause) {
        super(cause);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}

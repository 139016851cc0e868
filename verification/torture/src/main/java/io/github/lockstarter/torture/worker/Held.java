package io.github.lockstarter.torture.worker;

import java.util.function.IntConsumer;

/** A lock that was granted. */
public interface Held {

    /** 0: there are none. */
    long fencingToken();

    /** Until when it may be believed to be held, of {@link System#nanoTime()}; 0: it is over already. */
    long deadline();

    /** Whether it is believed to be held. */
    boolean isValid();

    /** Tells of a loss, by its reason's ordinal; where nothing is ever told, does nothing. */
    default void onLoss(IntConsumer told) {}

    /** Gives it back, whether it is still held or not. Never throws. */
    void release();
}

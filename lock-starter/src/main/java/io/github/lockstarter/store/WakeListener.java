package io.github.lockstarter.store;

/**
 * Is told when a look may be worth it. Hints only: they may be missing, late, doubled or wrong. Called on threads that must not
 * be blocked, also while a command is being sent.
 */
public interface WakeListener {

    /**
     * The lock may have been reserved for this token, which stands in line.
     *
     * @param token that of an acquire which was told to be busy
     */
    void woken(OwnerToken token);

    /**
     * The lock that this token held may have been released by force.
     *
     * @param token that of a grant
     */
    default void forceReleased(OwnerToken token) {}

    /** Hints come in from now on, for the first time or again: earlier ones may have been missed. */
    void listening();
}

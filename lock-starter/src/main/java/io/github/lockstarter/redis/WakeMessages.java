package io.github.lockstarter.redis;

import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.WakeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what hand.lua publishes, {@code <lock key> <owner token> <fencing token>}, and force-release.lua, with a {@code !} before the
 * fencing token. The key may have spaces in it.
 */
final class WakeMessages {

    private static final Logger log = LoggerFactory.getLogger(WakeMessages.class);

    private final WakeListener listener;

    WakeMessages(WakeListener listener) {
        this.listener = listener;
    }

    /** Never throws: a message is but a hint, and whoever can publish here may write anything. */
    void receive(String message) {
        try {
            int fencingToken = message.lastIndexOf(' ');
            int token = message.lastIndexOf(' ', fencingToken - 1);
            OwnerToken meant = new OwnerToken(message.substring(token + 1, fencingToken));
            if (message.startsWith("!", fencingToken + 1)) {
                listener.forceReleased(meant);
            } else {
                listener.woken(meant);
            }
        } catch (RuntimeException e) {
            log.debug("Not a message of ours on the channel for wake-ups: {}", e.toString());
        }
    }

    void listening() {
        try {
            listener.listening();
        } catch (RuntimeException e) {
            log.warn("Could not tell that wake-ups come in: those who wait look by themselves", e);
        }
    }
}

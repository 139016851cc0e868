package io.github.lockstarter.observation;

import java.util.Locale;

/** How a lease ended. */
public enum HoldOutcome {
    /** The store says that the lock was held until its release. */
    RELEASED,
    /** It ended before it was closed; or it shows only at its release that it had. */
    LOST,
    /** The store did not answer its release in time. */
    UNANSWERED;

    /** {@return as tags show it: in lower case} */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}

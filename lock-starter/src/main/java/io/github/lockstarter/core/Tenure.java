package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.OnLost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The leases that one call runs under, from its beginning to its end. Belongs to a thread. */
interface Tenure {

    /** Outermost first; the last one is the call's current lease. */
    List<HeldLease> leases();

    /** Those whose loss this call has to tell of; of the others a call around it does. */
    List<HeldLease> watched();

    OnLost onLost();

    void enter();

    /**
     * Gives back what is the call's own.
     *
     * @param completed whether the callback returned rather than threw
     * @return the loss, if there is one that the caller has to be told
     */
    @Nullable
    LeaseLostException leave(boolean completed);
}

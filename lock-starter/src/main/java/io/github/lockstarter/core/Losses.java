package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import org.jspecify.annotations.Nullable;

/** What a caller is told where a call failed and its lease was lost: never two things as one, and none of them is dropped. */
final class Losses {

    private Losses() {}

    /**
     * @param failure what the call failed with
     * @param loss null: there is none to tell
     * @param interrupted whether the failure may come of our ending the call
     */
    static Throwable toTell(Throwable failure, @Nullable LeaseLostException loss, boolean interrupted) {
        if (loss == null || says(failure, loss)) {
            return failure;
        }
        if (interrupted) {
            loss.addSuppressed(failure);
            return loss;
        }
        failure.addSuppressed(loss);
        return failure;
    }

    /** Whether the method threw what the lease itself has thrown: when it was asked, fenced with or confirmed. */
    private static boolean says(Throwable failure, LeaseLostException loss) {
        return failure instanceof LeaseLostException same && same.keys().equals(loss.keys());
    }
}

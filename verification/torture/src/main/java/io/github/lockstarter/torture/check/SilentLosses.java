package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.nemesis.Fault;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Leases that ended before their work did, and whose signal never came, or came much later than the deadline though the worker
 * was not stopped. How much later it mostly comes, the figures tell.
 */
public final class SilentLosses {

    public static final String NAME = "silent loss";

    /** A machine that is busy with all this is slow. */
    private static final long LATEST = TimeUnit.SECONDS.toNanos(2);

    private SilentLosses() {}

    public static List<Finding> findings(History history) {
        return history.allClaims()
                .filter(claim -> claim.killedAt() == 0 && claim.ending() != 0)
                .filter(claim -> isUntold(claim) || isLate(history, claim))
                .map(claim -> new Finding(NAME, claim + ", lost at " + claim.lost()))
                .toList();
    }

    private static boolean isUntold(Claim claim) {
        return claim.endedInvalid() && claim.lost() == 0;
    }

    private static boolean isLate(History history, Claim claim) {
        return !claim.isRenewed()
                && claim.deadline() != 0
                && claim.lost() - claim.deadline() > LATEST
                && !history.met(claim.worker(), Set.of(Fault.WORKER_STOPPED), claim.granted(), claim.lost());
    }
}

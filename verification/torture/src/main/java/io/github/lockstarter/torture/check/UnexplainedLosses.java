package io.github.lockstarter.torture.check;

import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.torture.nemesis.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Leases that Redis did not know any more before they could have expired, though it lost no data: somebody released or took a
 * lock that was not theirs. Excused is a release that the client sent twice, because its connection was cut before the answer.
 */
public final class UnexplainedLosses {

    static final String NAME = "unexplained loss";

    private static final Set<Fault> OF_NODES = EnumSet.of(
            Fault.NODE_KILLED,
            Fault.NODE_STOPPED,
            Fault.NODE_EMPTIED,
            Fault.MINORITY_STOPPED,
            Fault.MINORITY_KILLED,
            Fault.MAJORITY_STOPPED,
            Fault.MAJORITY_KILLED);

    /** A quarantine of a second, counted in seconds of a wall clock, and a renewal after it. */
    private static final long UNTIL_NODES_VOTE = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(20);

    private UnexplainedLosses() {}

    public static List<Finding> findings(History history) {
        return history.allClaims()
                .filter(claim -> claim.lost() != 0 && claim.lossReason() == Reason.REFUSED.ordinal())
                .filter(claim -> history.dataLoss(claim.sent(), claim.lost()).isEmpty())
                .filter(claim -> !sentTwice(history, claim))
                .filter(claim -> !history.met(claim.worker(), OF_NODES, claim.sent() - UNTIL_NODES_VOTE, claim.lost()))
                .map(claim -> new Finding(NAME, claim + ", lost at " + claim.lost()))
                .toList();
    }

    private static boolean sentTwice(History history, Claim claim) {
        return claim.ending() != 0
                && claim.ending() <= claim.lost()
                && Cuts.between(history, claim.worker(), claim.ending() - MARGIN, claim.lost() + MARGIN);
    }
}

package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.auction.Item;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What came of a race.
 *
 * @param ending FINISHED, CANCELLED, TIME_IS_UP, or INCOMPLETE if an instance fell silent
 * @param accepted bidders were told so often that their bid stands
 * @param lost bids that were written and overwritten by one who had not seen them; null if nobody knows, because Redis failed or an
 *     instance fell silent
 * @param commands Redis commands per accepted bid; null if there is none, or if the server does not tell
 * @param scripts how many of them were scripts
 * @param millis as long as the slowest bidder took
 * @param fairness of the bidders, null if there were not two to compare
 */
public record RaceResult(
        String id,
        String strategy,
        int bidders,
        int bids,
        int sectionMillis,
        boolean stall,
        int instances,
        Ending ending,
        long accepted,
        @Nullable Long lost,
        long retries,
        long gaveUp,
        long refused,
        long overtaken,
        long failed,
        long millis,
        @Nullable Double commands,
        @Nullable Double scripts,
        @Nullable Double fairness,
        BigDecimal price) {

    public enum Ending {
        FINISHED,
        CANCELLED,
        TIME_IS_UP,
        INCOMPLETE
    }

    static RaceResult of(
            RacePlan plan, Ending ending, Tally tally, Item item, ServerCommands.@Nullable Count commands) {
        boolean known = ending != Ending.INCOMPLETE && tally.failed() == 0;
        return new RaceResult(
                plan.id(),
                plan.strategy(),
                plan.bidders(),
                plan.bids(),
                plan.sectionMillis(),
                plan.stall(),
                plan.instances().size(),
                ending,
                tally.accepted(),
                known ? tally.written() - item.bids() : null,
                tally.retries(),
                tally.gaveUp(),
                tally.refused(),
                tally.overtaken(),
                tally.failed(),
                tally.millis(),
                commands == null ? null : perAccepted(commands.all(), tally),
                commands == null ? null : perAccepted(commands.scripts(), tally),
                tally.fairness(),
                item.price());
    }

    private static @Nullable Double perAccepted(long count, Tally tally) {
        return tally.accepted() == 0 || count < 0 ? null : (double) count / tally.accepted();
    }
}

package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keys that nobody held, though somebody waited for them, for longer than a lost message, a dead waiter and a lock that has to
 * expire can explain. Time under a fault that keeps workers from getting on does not count, nor does time in which Redis answered
 * nobody.
 */
public final class IdleKeys {

    public static final String NAME = "idle key";

    private static final Set<Fault> HARMLESS = EnumSet.of(
            Fault.SCRIPTS_FLUSHED,
            Fault.SUBSCRIBERS_KILLED,
            Fault.CHANNELS_TAKEN,
            Fault.CLIENTS_KILLED,
            Fault.RESET,
            Fault.WORKER_KILLED);

    private static final Set<Workload> LOOKED_AT = EnumSet.of(Workload.RAW, Workload.SHARED, Workload.PERMITS);

    private static final long RECOVERY = TimeUnit.MILLISECONDS.toNanos(500);

    /** A ttl, reservations for some who do not take them up, one after the other, and slack for a slow machine. */
    private static final long LONGEST = 4 * Workload.RAW.ttl().toNanos() + TimeUnit.MILLISECONDS.toNanos(400);

    private final List<Finding> findings = new ArrayList<>();

    private final List<Standstill> disturbances;

    private long longest;

    private IdleKeys(List<Standstill> disturbances) {
        this.disturbances = disturbances;
    }

    /** Looks at keys for which somebody mostly waits. */
    public static IdleKeys of(History history, List<Standstill> standstills) {
        IdleKeys idle = new IdleKeys(disturbances(history, standstills));
        for (Map.Entry<Key, List<Claim>> entry : history.claims().entrySet()) {
            if (LOOKED_AT.contains(entry.getKey().workload())) {
                idle.look(history, entry.getKey(), entry.getValue());
            }
        }
        return idle;
    }

    private void look(History history, Key key, List<Claim> claims) {
        List<Claim> inOrder =
                claims.stream().sorted(Comparator.comparingLong(Claim::granted)).toList();
        List<Event> inVain = history.events(EventType.NOT_GRANTED, key.workload())
                .filter(event -> event.key().equals(key))
                .toList();
        long free = 0;
        for (Claim claim : inOrder) {
            // Mostly it was not free for long, whoever waited.
            if (free != 0 && claim.granted() - free > longest) {
                long waited = claim.granted() - Math.max(free, waitingSince(inVain, claim));
                long idle = waited - disturbed(claim.granted() - waited, claim.granted());
                longest = Math.max(longest, idle);
                if (idle > LONGEST) {
                    findings.add(
                            new Finding(NAME, "%s was free for %.0f ms before %s".formatted(key, idle / 1e6, claim)));
                }
            }
            free = Math.max(free, freeAfter(claim));
        }
    }

    /** Since when somebody has waited for the key without a break: a call that was granted it, or one that gave up meanwhile. */
    private static long waitingSince(List<Event> inVain, Claim claim) {
        return inVain.stream()
                .filter(event -> event.a() < claim.granted() && event.time() > claim.began())
                .mapToLong(Event::a)
                .reduce(claim.began(), Math::min);
    }

    private static long freeAfter(Claim claim) {
        if (claim.killedAt() != 0) {
            long renewed = claim.isRenewed() ? claim.key().workload().ttl().toNanos() : 0;
            return Math.max(claim.deadline(), claim.killedAt() + renewed);
        }
        return claim.ended() != 0 ? claim.ended() : claim.until();
    }

    /** In the order in which they began. */
    private static List<Standstill> disturbances(History history, List<Standstill> standstills) {
        Stream<Standstill> faults = history.injections().stream()
                .filter(injection -> !HARMLESS.containsAll(injection.faults()))
                .map(injection -> new Standstill(injection.began(), injection.ended()));
        return Stream.concat(faults, standstills.stream())
                .sorted(Comparator.comparingLong(Standstill::began))
                .toList();
    }

    private long disturbed(long from, long to) {
        long sum = 0;
        long covered = from;
        for (Standstill disturbance : disturbances) {
            long begin = Math.max(covered, disturbance.began());
            long end = Math.min(to, disturbance.ended() + RECOVERY);
            if (end > begin) {
                sum += end - begin;
                covered = end;
            }
        }
        return sum;
    }

    public List<Finding> findings() {
        return findings;
    }

    /** In nanoseconds. */
    public long longest() {
        return longest;
    }
}

package io.github.lockstarter.torture.check;

import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Refusal;
import io.github.lockstarter.torture.nemesis.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How long things took, in milliseconds: reported, not judged. */
public record Figures(List<Double> recovery, List<Double> signal, List<Double> interrupt) {

    private static final Set<Fault> STOPPED = Set.of(Fault.WORKER_STOPPED);

    public static Figures of(History history) {
        return new Figures(recovery(history), signal(history), interrupt(history));
    }

    /** From the deadline of a lease whose worker was killed to the next grant, where somebody waited and nothing else happened. */
    private static List<Double> recovery(History history) {
        List<Double> times = new ArrayList<>();
        for (List<Claim> claims : history.claims().values()) {
            List<Claim> inOrder = claims.stream()
                    .filter(claim ->
                            !claim.isRenewed() && !claim.key().workload().isCrowded())
                    .sorted(Comparator.comparingLong(Claim::granted))
                    .toList();
            for (int i = 0; i + 1 < inOrder.size(); i++) {
                Claim dead = inOrder.get(i);
                Claim next = inOrder.get(i + 1);
                boolean held = dead.killedAt() != 0 && dead.ending() == 0 && dead.killedAt() < dead.deadline();
                if (held && next.began() < dead.deadline() && isCalm(history, dead.killedAt(), next.granted())) {
                    times.add((next.granted() - dead.deadline()) / 1e6);
                }
            }
        }
        return times;
    }

    private static boolean isCalm(History history, long from, long to) {
        return history.injections().stream()
                .allMatch(injection ->
                        injection.faults().equals(List.of(Fault.WORKER_KILLED)) || !injection.overlaps(from, to));
    }

    /** From the deadline to the expiry signal, where the worker was not stopped meanwhile. */
    private static List<Double> signal(History history) {
        return history
                .allClaims()
                .filter(claim -> !claim.isRenewed())
                .filter(claim ->
                        claim.lost() != 0 && claim.deadline() != 0 && claim.lossReason() == Reason.EXPIRED.ordinal())
                .filter(claim -> !history.met(claim.worker(), STOPPED, claim.granted(), claim.lost()))
                .collect(Collectors.toMap(
                        claim -> List.of(claim.worker(), claim.lease()), claim -> claim, (one, other) -> one))
                .values()
                .stream()
                .map(claim -> (claim.lost() - claim.deadline()) / 1e6)
                .toList();
    }

    /** From an interrupt to the end of the call, where the worker was not stopped meanwhile. */
    private static List<Double> interrupt(History history) {
        return history.events(EventType.NOT_GRANTED)
                .filter(event -> event.b() == Refusal.INTERRUPTED.ordinal() && event.c() != 0)
                .filter(event -> !history.met(event.worker(), STOPPED, event.c(), event.time()))
                .map(Figures::afterInterrupt)
                .toList();
    }

    private static double afterInterrupt(Event event) {
        return (event.time() - event.c()) / 1e6;
    }

    /** Of all that are not more than this part of them. */
    public static double percentile(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
    }
}

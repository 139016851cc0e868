package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.nemesis.Injection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two who claimed a key at the same time that is for one; for the others there are {@link Crowds}. Between the grants of the two, Redis may have lost its data: those are excused, and
 * only counted.
 *
 * <p>A mutex with unique owners needs no search: in the order they were granted, it is enough to compare each claim with the one
 * that lasts longest of those before.
 */
public final class DoubleHolders {

    public static final String NAME = "double holder";

    private final List<Finding> findings = new ArrayList<>();

    private final Map<String, Long> excused = new TreeMap<>();

    public DoubleHolders(History history) {
        for (List<Claim> claims : history.claims().values()) {
            if (claims.get(0).key().workload().isCrowded()) {
                continue;
            }
            Claim longest = null;
            for (Claim claim : claims.stream()
                    .filter(Claim::isClaimed)
                    .sorted(Comparator.comparingLong(Claim::granted))
                    .toList()) {
                if (longest != null && claim.granted() < longest.until()) {
                    note(history, longest, claim);
                }
                if (longest == null || longest.until() < claim.until()) {
                    longest = claim;
                }
            }
        }
    }

    private void note(History history, Claim first, Claim second) {
        Optional<Injection> loss = history.dataLoss(Math.min(first.sent(), second.sent()), second.granted());
        if (loss.isPresent()) {
            excused.merge(loss.get().kind(), 1L, Long::sum);
        } else {
            findings.add(new Finding(
                    NAME,
                    "%s; %s: both for %.1f ms"
                            .formatted(
                                    first,
                                    second,
                                    (Math.min(first.until(), second.until()) - second.granted()) / 1e6)));
        }
    }

    public List<Finding> findings() {
        return findings;
    }

    /** How many there were while Redis lost its data, by what it lost them by. */
    public Map<String, Long> excused() {
        return excused;
    }
}

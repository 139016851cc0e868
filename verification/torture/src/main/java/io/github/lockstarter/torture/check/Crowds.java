package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Injection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * More who claimed a key at the same time than the smallest number of permits among them allows: so one alone is never with anyone
 * else. And those who claimed it at the same time with different fencing tokens: only a grant to one alone raises it. Whoever was
 * granted it before Redis lost its data is not counted with those who come after, but excused.
 */
public final class Crowds {

    public static final String NAME = "too many holders";

    public static final String UNEQUAL = "unequal tokens";

    private final List<Finding> findings = new ArrayList<>();

    private final Map<String, Long> excused = new TreeMap<>();

    private final Map<String, Long> largest = new TreeMap<>();

    public Crowds(History history) {
        for (List<Claim> claims : history.claims().values()) {
            if (claims.get(0).key().workload().isCrowded()) {
                look(history, claims);
            }
        }
    }

    /** One who goes breaks nothing: it is enough to look when one comes. */
    private void look(History history, List<Claim> claims) {
        List<Claim> there = new ArrayList<>();
        for (Claim claim : claims.stream()
                .filter(Claim::isClaimed)
                .sorted(Comparator.comparingLong(Claim::granted))
                .toList()) {
            there.removeIf(other -> other.until() <= claim.granted());
            there.add(claim);
            count(claim.key().workload(), there.size());
            if (isTooMany(there) || isUnequal(there)) {
                note(history, there, claim.granted());
            }
        }
    }

    /** Only those count who were granted it by what Redis knows now: also the last may have asked before Redis lost its data. */
    private void note(History history, List<Claim> there, long now) {
        List<Claim> known = new ArrayList<>();
        Optional<Injection> loss = Optional.empty();
        for (Claim claim : there) {
            Optional<Injection> since = history.dataLoss(claim.sent(), now);
            if (since.isEmpty()) {
                known.add(claim);
            } else {
                loss = since;
            }
        }
        if (isTooMany(known)) {
            findings.add(new Finding(NAME, text(known)));
        } else if (isUnequal(known)) {
            findings.add(new Finding(UNEQUAL, text(known)));
        } else if (loss.isPresent() && isTooMany(there)) {
            excused.merge(loss.get().kind(), 1L, Long::sum);
        }
    }

    private static boolean isTooMany(List<Claim> claims) {
        return claims.size() > claims.stream().mapToInt(Claim::permits).min().orElse(1);
    }

    private static boolean isUnequal(List<Claim> claims) {
        return claims.stream().mapToLong(Claim::token).distinct().count() > 1;
    }

    private static String text(List<Claim> claims) {
        long until = claims.stream().mapToLong(Claim::until).min().orElseThrow();
        return "%s: all for %.1f ms"
                .formatted(claims, (until - claims.get(claims.size() - 1).granted()) / 1e6);
    }

    private void count(Workload workload, int size) {
        largest.merge(workload.name(), (long) size, Math::max);
    }

    public List<Finding> findings() {
        return findings;
    }

    /** How often there were too many while Redis lost its data, by what it lost them by. */
    public Map<String, Long> excused() {
        return excused;
    }

    /** The most that held a key at the same time, by workload. */
    public Map<String, Long> largest() {
        return largest;
    }
}

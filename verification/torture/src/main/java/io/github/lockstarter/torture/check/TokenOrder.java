package io.github.lockstarter.torture.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A call that began after another had been granted the key must get a greater fencing token, or, where others may hold the key beside
 * it, none that is less: in real time, not only in order.
 */
public final class TokenOrder {

    public static final String NAME = "fencing token";

    private TokenOrder() {}

    public static List<Finding> findings(History history) {
        List<Finding> findings = new ArrayList<>();
        for (List<Claim> claims : history.claims().values()) {
            List<Claim> byBegin = claims.stream()
                    .sorted(Comparator.comparingLong(Claim::began))
                    .toList();
            List<Claim> byGrant = claims.stream()
                    .sorted(Comparator.comparingLong(Claim::granted))
                    .toList();
            Claim highest = null;
            int next = 0;
            for (Claim claim : byBegin) {
                while (byGrant.get(next).granted() < claim.began()) {
                    Claim before = byGrant.get(next++);
                    if (highest == null || highest.token() < before.token()) {
                        highest = before;
                    }
                }
                if (highest != null && claim.token() < highest.token() + (claim.permits() == 1 ? 1 : 0)) {
                    findings.add(new Finding(NAME, "less than it has to be: %s; then %s".formatted(highest, claim)));
                }
            }
        }
        return findings;
    }
}

package io.github.lockstarter.core;

import io.github.lockstarter.HiddenKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The locked calls that a piece of code is part of, with the leases they own: what makes a further call one that is nested in
 * them. In blocking code it is the thread that is part of a flow, from the entry into a locked method to its exit. What runs
 * otherwise carries it along, as a subscription does in its context. Immutable.
 */
public final class LockFlow {

    /** Part of no locked call. */
    public static final LockFlow NONE = new LockFlow(List.of());

    private static final ThreadLocal<LockFlow> OF_THREAD = new ThreadLocal<>();

    /** Innermost first. */
    private final List<Share> shares;

    private LockFlow(List<Share> shares) {
        this.shares = shares;
    }

    /** {@return what this thread is part of} */
    public static LockFlow current() {
        LockFlow current = OF_THREAD.get();
        return current == null ? NONE : current;
    }

    /**
     * Runs something with this thread as part of this flow, and of no other meanwhile.
     *
     * @param <T> what it returns
     * @param part what to run
     * @return what it returned
     */
    public <T> T call(Supplier<T> part) {
        LockFlow before = current();
        show(this);
        try {
            return part.get();
        } finally {
            show(before);
        }
    }

    /** {@return whether it is part of no locked call} */
    public boolean isEmpty() {
        return shares.isEmpty();
    }

    /** From now on, this thread is part of this call as well. */
    static void enter(Share share) {
        // What a transaction kept may have been ended by another thread.
        show(current().ofThoseThat(each -> !each.lease().hasEnded()).with(share));
    }

    /** No effect on another thread than the one that entered. */
    static void exit(Share share) {
        LockFlow current = current();
        if (current.shares.contains(share)) {
            show(current.ofThoseThat(each -> each != share));
        }
    }

    /** For the keys that calls of this flow hold: the innermost one each, and the keys it is for; outermost first. */
    Map<Share, Set<String>> covering(Set<String> keys, Leases leases) {
        if (shares.isEmpty()) {
            return Map.of();
        }
        Map<Share, Set<String>> found = new LinkedHashMap<>();
        Set<String> missing = new TreeSet<>(keys);
        for (Share share : shares) {
            if (!share.isOpen() || share.lease().leases() != leases) {
                continue;
            }
            Set<String> covered = new TreeSet<>(missing);
            covered.retainAll(share.keys());
            if (!covered.isEmpty()) {
                found.put(share, covered);
                missing.removeAll(covered);
            }
        }
        List<Share> outermostFirst = new ArrayList<>(found.keySet());
        Collections.reverse(outermostFirst);
        Map<Share, Set<String>> covering = new LinkedHashMap<>();
        outermostFirst.forEach(share -> covering.put(share, found.get(share)));
        return covering;
    }

    /** All keys held by calls of this flow. */
    Set<String> keys() {
        if (shares.isEmpty()) {
            return Set.of();
        }
        Set<String> keys = new TreeSet<>();
        boolean hidden = false;
        for (Share share : shares) {
            if (!share.lease().hasEnded()) {
                keys.addAll(share.lease().keys());
                hidden |= share.lease().keys() instanceof HiddenKeys;
            }
        }
        return hidden ? HiddenKeys.of(keys) : keys;
    }

    LockFlow with(Share share) {
        List<Share> more = new ArrayList<>(shares.size() + 1);
        more.add(share);
        more.addAll(shares);
        return new LockFlow(List.copyOf(more));
    }

    private LockFlow ofThoseThat(Predicate<Share> stay) {
        return shares.stream().allMatch(stay)
                ? this
                : new LockFlow(shares.stream().filter(stay).toList());
    }

    private static void show(LockFlow flow) {
        if (flow.isEmpty()) {
            OF_THREAD.remove();
        } else {
            OF_THREAD.set(flow);
        }
    }
}

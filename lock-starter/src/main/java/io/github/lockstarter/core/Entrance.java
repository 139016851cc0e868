package io.github.lockstarter.core;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The way of one call to the leases it runs under: what calls around it hold, it shares, when its turn comes; what they do not
 * hold is acquired. Belongs to the call.
 */
final class Entrance {

    private final LockRequest request;

    private final LockFlow flow;

    private final Leases leases;

    private final Lines lines;

    private final long began = System.nanoTime();

    /** Outermost first. */
    private final List<Share> nested = new ArrayList<>(0);

    private final Set<String> missing;

    /** @param flow what the call is part of */
    Entrance(LockRequest request, LockFlow flow, Leases leases, Lines lines) {
        this.request = request;
        this.flow = flow;
        this.leases = leases;
        this.lines = lines;
        Map<Share, Set<String>> covering = flow.covering(request.keys(), leases);
        if (covering.isEmpty()) {
            missing = request.keys();
            return;
        }
        missing = new TreeSet<>(request.keys());
        covering.forEach((share, keys) -> {
            Share inner = share.nested(keys);
            if (inner != null) {
                nested.add(inner);
                missing.removeAll(keys);
            }
        });
    }

    LockFlow flow() {
        return flow;
    }

    boolean needsMore() {
        return !missing.isEmpty();
    }

    /** For what the calls around do not hold, within what is left of the wait. */
    LockTerms remainder(Function<LockRequest, LockTerms> toTerms) {
        LockTerms terms = toTerms.apply(request.keys(missing));
        return nested.isEmpty() ? terms : terms.within(System.nanoTime() - began);
    }

    /**
     * What a call shares has to keep away at least those whom it would keep away itself: it cannot be had more strictly while it is held,
     * since of two who wait for that, each would wait for the other.
     */
    void requireAsStrict() {
        for (Share share : nested) {
            LockTerms outer = share.lease().terms();
            if (outer.permits() > LockTerms.permitsOf(request)) {
                throw new NotAsStrictException(
                        "Lock '%s' on %s: a call around this one ('%s') holds it already, %s, and others may hold it at the same time. The method has not run. Acquire it around both as strictly as the inner one needs it."
                                .formatted(
                                        request.name(),
                                        request.keys(),
                                        outer.name(),
                                        outer.isForAll() ? "SHARED" : "with " + outer.permits() + " permits"));
            }
        }
    }

    /** Not worth waiting for the rest, if these are lost. */
    void requireValid() {
        nested.forEach(share -> share.lease().requireValid());
    }

    /**
     * Waits until it is its turn in all that it shares: at once, unless a call of the same flow that runs on another thread has it.
     *
     * @throws io.github.lockstarter.LockNotAcquiredException if it has not come until the wait was over
     */
    void awaitTurns(Function<LockRequest, LockTerms> toTerms) {
        if (nested.stream().allMatch(Share::hasItsTurn)) {
            return;
        }
        LockTerms terms = toTerms.apply(request);
        try {
            turns().get(terms.budget(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LockException busy = tooLate(terms);
            leases.listener().notAcquired(busy);
            throw busy;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockInterruptedException(terms.name(), terms.keys(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A turn never fails", e);
        }
    }

    CompletableFuture<Void> turns() {
        return CompletableFuture.allOf(
                nested.stream().map(share -> share.turn().toCompletableFuture()).toArray(CompletableFuture<?>[]::new));
    }

    LockException tooLate(LockTerms terms) {
        return lines.heldHere(null).exception(terms, 0, System.nanoTime() - began, flow.keys());
    }

    Tenure shared() {
        return new Tenure(nested, null, request.onLost());
    }

    Tenure with(HeldLease lease) {
        return new Tenure(nested, Share.first(lease), request.onLost());
    }
}

package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What each thread holds by {@link ThreadLock}s, whichever of them it was that it used: how often, and what it goes back by. Nothing is
 * kept for a thread that holds nothing. Thread-safe.
 */
final class ThreadHolds {

    /** Gives back what was entered. */
    interface Exit {

        /** @return the loss, if there is one that the caller has to be told */
        @Nullable
        LeaseLostException leave();
    }

    private record Id(Set<String> keys, int permits) {

        static Id of(LockRequest request) {
            return new Id(Set.copyOf(request.keys()), LockTerms.permitsOf(request));
        }
    }

    private final Function<LockRequest, Exit> entrance;

    private final ThreadLocal<@Nullable Map<Id, Deque<Exit>>> held = new ThreadLocal<>();

    /** @param entrance waits as the request says, and throws where the lock is not acquired */
    ThreadHolds(Function<LockRequest, Exit> entrance) {
        this.entrance = entrance;
    }

    void enter(LockRequest request) {
        Exit exit = entrance.apply(request);
        Map<Id, Deque<Exit>> all = held.get();
        if (all == null) {
            all = new HashMap<>();
            held.set(all);
        }
        all.computeIfAbsent(Id.of(request), unknown -> new ArrayDeque<>()).push(exit);
    }

    /** @throws IllegalMonitorStateException if this thread does not hold it */
    @Nullable
    LeaseLostException exit(LockRequest request) {
        Map<Id, Deque<Exit>> all = held.get();
        Id id = Id.of(request);
        Deque<Exit> exits = all == null ? null : all.get(id);
        if (all == null || exits == null) {
            throw new IllegalMonitorStateException(
                    "Lock '%s' on %s: this thread does not hold it.".formatted(request.name(), request.keys()));
        }
        Exit exit = exits.pop();
        if (exits.isEmpty()) {
            all.remove(id);
        }
        if (all.isEmpty()) {
            held.remove();
        }
        LeaseLostException loss = exit.leave();
        return request.onLost() == OnLost.WARN ? null : loss;
    }
}

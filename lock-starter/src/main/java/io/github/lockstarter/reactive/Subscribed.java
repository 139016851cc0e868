package io.github.lockstarter.reactive;

import io.github.lockstarter.Lease;
import io.github.lockstarter.core.LockFlow;
import java.util.Optional;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What a subscription within a locked call has in its context.
 *
 * @param flow the calls that it is part of
 * @param lease the innermost one's
 */
record Subscribed(LockFlow flow, Lease lease) {

    static Optional<Subscribed> in(ContextView context) {
        return context.getOrEmpty(Subscribed.class);
    }

    /** What a subscription is part of: or else the thread that subscribes, in blocking code. */
    static LockFlow flowOf(ContextView context) {
        return in(context).map(Subscribed::flow).orElseGet(LockFlow::current);
    }

    Context within(ContextView context) {
        return Context.of(context).put(Subscribed.class, this);
    }
}

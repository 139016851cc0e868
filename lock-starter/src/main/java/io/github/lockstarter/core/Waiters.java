package io.github.lockstarter.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The calls that stand in a line, first come first. Each that leaves without the lock is told the last that was heard of it. */
final class Waiters {

    private final Set<Waiter> inOrder = new LinkedHashSet<>();

    /** Whose time ended while an attempt was under way: they are told its answer. */
    private final List<Waiter> overdue = new ArrayList<>(0);

    private NotAcquired last = NotAcquired.NOT_ANSWERED;

    /** How often the store was asked. */
    private int asked;

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    int size() {
        return inOrder.size();
    }

    boolean contains(Waiter waiter) {
        return inOrder.contains(waiter);
    }

    Waiter first() {
        return inOrder.iterator().next();
    }

    boolean isFirst(Waiter waiter) {
        return !isEmpty() && first() == waiter;
    }

    void add(Waiter waiter) {
        waiter.joins(asked);
        inOrder.add(waiter);
    }

    /** The first one gets the lock. */
    void remove(Waiter waiter) {
        inOrder.remove(waiter);
        waiter.leaves(asked);
    }

    void asked() {
        asked++;
    }

    NotAcquired last() {
        return last;
    }

    void heard(NotAcquired news) {
        last = news;
    }

    /** @return false: it has been waiting for an answer before */
    boolean waitsForAnswer(Waiter waiter) {
        return !overdue.contains(waiter) && overdue.add(waiter);
    }

    /** No effect on one who is not here any more: that one has been told. */
    void sendAway(Waiter waiter, Effects effects) {
        if (inOrder.contains(waiter)) {
            remove(waiter);
            effects.tell(waiter, last);
        }
    }

    void sendOverdueAway(Effects effects) {
        if (!overdue.isEmpty()) {
            overdue.forEach(waiter -> sendAway(waiter, effects));
            overdue.clear();
        }
    }

    /** The first ones, as long as they do not want to wait any longer. */
    void sendImpatientAway(Effects effects) {
        while (!isEmpty() && first().patience().isOver()) {
            sendAway(first(), effects);
        }
    }

    void sendAllAway(Effects effects) {
        List.copyOf(inOrder).forEach(waiter -> sendAway(waiter, effects));
    }
}

package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;

/** One key, held by a worker under one lease: what it claimed, and for how long. Filled from the events, then only read. */
public final class Claim {

    private final int worker;
    private final long lease;
    private final Key key;
    private final long began;
    private final long granted;
    private final long token;
    private final long deadline;

    private long seenValid;
    private long ending;
    private boolean validAtEnding;
    private long ended;
    private long lost;
    private int lossReason;
    private long killed;

    private int permits = 1;

    private boolean renewed;

    Claim(Event grant) {
        worker = grant.worker();
        lease = grant.lease();
        key = grant.key();
        began = grant.a();
        granted = grant.time();
        token = grant.b();
        deadline = grant.c();
        renewed = key.workload() == Workload.RENEWED;
    }

    void add(Event event) {
        switch (event.type()) {
            case TERMS -> {
                permits = (int) event.a();
                renewed = event.b() == 1;
            }
            case VALID -> seenValid = Math.max(seenValid, event.time());
            case ENDING -> {
                ending = event.time();
                validAtEnding = event.a() == 1;
            }
            case ENDED -> ended = event.time();
            case LOST -> {
                lost = event.time();
                lossReason = (int) event.a();
            }
            default -> {
                // Says nothing about how long it was held.
            }
        }
    }

    /** The worker was killed then, whatever it was at. */
    void killed(long time) {
        killed = time;
    }

    /** Whether it was ever claimed: its deadline may have passed before its work began. */
    boolean isClaimed() {
        return until() > granted;
    }

    /**
     * Until when it was claimed: to the end of its work, if the lease said then that it was valid; else to when the lease said so
     * last, or to the deadline it was granted with, whichever is later.
     */
    long until() {
        if (ending != 0 && validAtEnding) {
            return ending;
        }
        long over = ending != 0 ? ending : killed != 0 ? killed : Long.MAX_VALUE;
        return Math.max(seenValid, Math.min(deadline, over));
    }

    int worker() {
        return worker;
    }

    /** Those of one call that was granted several keys are of one lease. */
    long lease() {
        return lease;
    }

    Key key() {
        return key;
    }

    /** How many may hold the key at once, as it was asked for. */
    int permits() {
        return permits;
    }

    /** Whether it may be held for longer than to the deadline it was granted with. */
    boolean isRenewed() {
        return renewed;
    }

    /** When the command was sent that was granted, as the deadline tells; else when the call began. */
    long sent() {
        long ttl = key.workload().ttl().toNanos();
        return deadline == 0 ? began : Math.max(began, deadline - ttl + ttl / 100);
    }

    /** Before the call that was granted it. */
    long began() {
        return began;
    }

    long granted() {
        return granted;
    }

    long token() {
        return token;
    }

    /** As it was when the lease was granted; 0 if it had passed. */
    long deadline() {
        return deadline;
    }

    /** When its work was over; 0: never. */
    long ending() {
        return ending;
    }

    /** Whether the lease said, when its work was over, that it was not valid any more. */
    boolean endedInvalid() {
        return ending != 0 && !validAtEnding;
    }

    /** When it was given back; 0: never. */
    long ended() {
        return ended;
    }

    /** When its loss was told; 0: never. */
    long lost() {
        return lost;
    }

    int lossReason() {
        return lossReason;
    }

    /** When its worker was killed while it was held; 0: it was not. */
    long killedAt() {
        return ended == 0 ? killed : 0;
    }

    @Override
    public String toString() {
        return "%s held by worker %d from %d to %d, token %d%s"
                .formatted(
                        key,
                        worker,
                        granted,
                        until(),
                        token,
                        !key.workload().isCrowded()
                                ? ""
                                : permits == Integer.MAX_VALUE ? ", shared" : ", " + permits + " permits");
    }
}

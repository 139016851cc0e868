package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.nemesis.Fault;
import java.util.EnumSet;
import java.util.Set;

/** Faults that cut connections. A client sends again then what had no answer, and Redis may do it twice. */
final class Cuts {

    private static final Set<Fault> FAULTS = EnumSet.of(
            Fault.HALF_OPEN,
            Fault.REQUESTS_LOST,
            Fault.REPLIES_LOST,
            Fault.CUT_AFTER_REQUEST,
            Fault.RESET,
            Fault.REFUSED,
            Fault.REDIS_RESTARTED,
            Fault.CLIENTS_KILLED,
            Fault.MASTER_KILLED,
            Fault.MASTER_STOPPED,
            Fault.MASTER_CUT_OFF,
            Fault.SHARD_KILLED,
            Fault.SHARD_STOPPED,
            Fault.SLOTS_MIGRATED);

    private Cuts() {}

    /** Whether the connections of a worker were cut at some time from then to then. */
    static boolean between(History history, int worker, long from, long to) {
        return history.met(worker, FAULTS, from, to);
    }
}

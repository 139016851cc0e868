package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which faults rage, and how long it is peaceful after them. */
enum Phase {
    /**
     * Those that keep Redis' data, but for those that know this library's keys and user. After them it is peaceful for longer
     * than any ttl: the locks of those who were killed have gone by themselves then.
     */
    DATA_KEPT(known(Fault.keepingData()), Workload.INTERRUPTED.ttl().plusMillis(500)),
    /** Those that empty Redis. */
    DATA_LOST(List.of(Fault.FLUSHED, Fault.REDIS_EMPTIED), Duration.ofSeconds(1));

    private final List<Fault> faults;
    private final Duration peace;

    Phase(List<Fault> faults, Duration peace) {
        this.faults = faults;
        this.peace = peace;
    }

    List<Fault> faults() {
        return faults;
    }

    Duration peace() {
        return peace;
    }

    private static List<Fault> known(List<Fault> all) {
        Set<Fault> ofThisLibrary = EnumSet.of(Fault.RIGHTS_TAKEN, Fault.CHANNELS_TAKEN, Fault.FOREIGN_KEY);
        return all.stream().filter(fault -> !ofThisLibrary.contains(fault)).toList();
    }
}

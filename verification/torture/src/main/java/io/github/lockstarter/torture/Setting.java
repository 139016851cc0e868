package io.github.lockstarter.torture;

import io.github.lockstarter.torture.arena.ClusterOfSix;
import io.github.lockstarter.torture.arena.FiveMasters;
import io.github.lockstarter.torture.arena.SentinelTrio;
import io.github.lockstarter.torture.arena.Topology;
import io.github.lockstarter.torture.nemesis.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Which Redis there is, what happens to it, and what it does not promise then. */
public enum Setting {
    ONE_SERVER(
            () -> {
                throw new IllegalStateException("the arena's own");
            },
            Fault.keepingData(),
            Set.of()),
    /** Both replicas have to have each lock, and a master without any takes no writes. */
    SENTINEL(() -> new SentinelTrio(true), Fault.ofSentinels(), Set.of()),
    /** As it is by default: a fail-over loses what the new master does not know, and the old one goes on for a while. */
    SENTINEL_BY_DEFAULT(() -> new SentinelTrio(false), Fault.ofSentinels(), EnumSet.copyOf(Fault.replacingMasters())),
    /** The replica has to have each lock. */
    CLUSTER(() -> new ClusterOfSix(true), Fault.ofClusters(), Set.of()),
    /** As it is by default. */
    CLUSTER_BY_DEFAULT(() -> new ClusterOfSix(false), Fault.ofClusters(), EnumSet.copyOf(Fault.replacingMasters())),
    /** Nodes that restart do not vote for as long as a lock may last. */
    REDLOCK(() -> new FiveMasters("1s"), Fault.ofRedlock(), Set.of()),
    /** Nodes that restart vote at once, whatever they have forgotten. */
    REDLOCK_WITHOUT_QUARANTINE(() -> new FiveMasters("0s"), Fault.ofRedlock(), Set.of(Fault.NODE_EMPTIED));

    private final Supplier<Topology> topology;

    private final List<Fault> faults;

    private final Set<Fault> losing;

    Setting(Supplier<Topology> topology, List<Fault> faults, Set<Fault> losing) {
        this.topology = topology;
        this.faults = faults;
        this.losing = losing;
    }

    Topology start() {
        return topology.get();
    }

    List<Fault> faults() {
        return faults;
    }

    /** Whether there may be two masters for a while, who give fencing tokens each by itself. */
    boolean hasTwoMastersAtOnce() {
        return losing.contains(Fault.MASTER_CUT_OFF);
    }

    /** After these a lock that was taken may be gone: what comes of it is counted, and not found fault with. */
    Set<Fault> losing() {
        return losing;
    }
}

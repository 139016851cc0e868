package io.github.lockstarter.torture.nemesis;

import java.util.Arrays;
import java.util.List;

/** The faults, with how long they last, in milliseconds. */
public enum Fault {
    WORKER_STOPPED(Scope.WORKER, 50, 700, WorkerFaults::stop, "SIGSTOP of a worker"),
    WORKER_KILLED(Scope.WORKER, 400, 900, WorkerFaults::kill, "SIGKILL of a worker"),
    PARTITION(Scope.NETWORK, 50, 900, NetworkFaults::partition, "a worker cut off; what was sent arrives when it ends"),
    PARTITION_OF_ALL(Scope.NETWORK, 50, 600, NetworkFaults::partitionOfAll, "all workers cut off, the same way"),
    HALF_OPEN(Scope.NETWORK, 50, 900, NetworkFaults::halfOpen, "both directions lost, no reset until it ends"),
    REQUESTS_LOST(Scope.NETWORK, 50, 600, NetworkFaults::requestsLost, "requests lost, no reset until it ends"),
    REPLIES_LOST(Scope.NETWORK, 50, 600, NetworkFaults::repliesLost, "executed, but the replies lost"),
    CUT_AFTER_REQUEST(
            Scope.NETWORK, 20, 200, NetworkFaults::cutAfterRequest, "cut after each request, before its reply"),
    RESET(Scope.NETWORK, 1, 50, NetworkFaults::reset, "connections reset"),
    REFUSED(Scope.NETWORK, 50, 400, NetworkFaults::refuse, "connections reset, new ones refused"),
    DELAY(Scope.NETWORK, 100, 700, NetworkFaults::delay, "5 to 30 ms each way"),
    JITTER(Scope.NETWORK, 100, 700, NetworkFaults::jitter, "0 to 200 ms each way"),
    REDIS_STOPPED(Scope.SERVER, 50, 900, ServerFaults::stop, "SIGSTOP of Redis"),
    REDIS_RESTARTED(Scope.SERVER, 1, 300, ServerFaults::restart, "SIGKILL of Redis, restart with its AOF"),
    CLIENTS_PAUSED(Scope.SERVER, 50, 900, ServerFaults::pauseClients, "CLIENT PAUSE"),
    SCRIPT_RUNNING(
            Scope.SERVER, 30, 300, ServerFaults::runLongScript, "a script that does not end: BUSY, then SCRIPT KILL"),
    SCRIPTS_FLUSHED(Scope.SERVER, 20, 200, ServerFaults::flushScripts, "SCRIPT FLUSH every 5 ms"),
    CLIENTS_KILLED(Scope.SERVER, 1, 100, ServerFaults::killClients, "CLIENT KILL TYPE normal"),
    SUBSCRIBERS_KILLED(Scope.SERVER, 1, 100, ServerFaults::killSubscribers, "CLIENT KILL TYPE pubsub"),
    OUT_OF_MEMORY(Scope.SERVER, 50, 500, ServerFaults::exhaustMemory, "maxmemory reached, noeviction"),
    RIGHTS_TAKEN(Scope.SERVER, 50, 400, ServerFaults::takeRights, "ACL: no SET"),
    CHANNELS_TAKEN(Scope.SERVER, 50, 400, ServerFaults::takeChannels, "ACL: no channels"),
    FOREIGN_KEY(Scope.SERVER, 50, 400, ServerFaults::putForeignKey, "a hash where a lock belongs"),
    FLUSHED(Scope.SERVER, 1, 50, DataFaults::flush, "FLUSHALL", true),
    REDIS_EMPTIED(Scope.SERVER, 1, 200, DataFaults::restartEmpty, "SIGKILL of Redis, restart without its data", true),
    EVICTION(Scope.SERVER, 50, 300, DataFaults::evict, "maxmemory reached, allkeys-random", true),
    CLOCK_SET_FORWARD(
            Scope.SERVER, 300, 900, DataFaults::setClockForward, "the clock of Redis set a minute forward", true),
    CLOCK_SET_BACK(Scope.SERVER, 300, 900, DataFaults::setClockBack, "the clock of Redis set a minute back", true),
    MASTER_KILLED(Scope.SERVER, 50, 600, SentinelFaults::kill, "SIGKILL of the master, fail-over, it comes back"),
    MASTER_STOPPED(Scope.SERVER, 50, 600, SentinelFaults::stop, "SIGSTOP of the master, fail-over, it goes on"),
    MASTER_CUT_OFF(
            Scope.SERVER,
            1_000,
            2_000,
            SentinelFaults::cutOff,
            "the master cut off from replicas and Sentinels, not from workers; fail-over, it comes back"),
    REPLICA_STOPPED(Scope.SERVER, 300, 900, SentinelFaults::stopReplica, "SIGSTOP of a replica"),
    SHARD_KILLED(
            Scope.SERVER, 50, 600, ClusterFaults::kill, "SIGKILL of a master of a cluster, fail-over, it comes back"),
    SHARD_STOPPED(
            Scope.SERVER, 50, 600, ClusterFaults::stop, "SIGSTOP of a master of a cluster, fail-over, it goes on"),
    SLOTS_MIGRATED(Scope.SERVER, 1, 50, ClusterFaults::migrate, "slots in use moved to another master"),
    NODE_KILLED(Scope.SERVER, 50, 600, RedlockFaults::kill, "SIGKILL of a Redlock node, restart with its data"),
    NODE_STOPPED(Scope.SERVER, 50, 900, RedlockFaults::stop, "SIGSTOP of a Redlock node"),
    NODE_EMPTIED(Scope.SERVER, 1, 50, RedlockFaults::empty, "SIGKILL of a Redlock node, restart without its data"),
    MINORITY_STOPPED(Scope.SERVER, 300, 1_500, RedlockFaults::stopMinority, "SIGSTOP of two of five Redlock nodes"),
    MINORITY_KILLED(Scope.SERVER, 300, 1_500, RedlockFaults::killMinority, "SIGKILL of two of five, restart with data"),
    MAJORITY_STOPPED(Scope.SERVER, 300, 1_500, RedlockFaults::stopMajority, "SIGSTOP of three of five Redlock nodes"),
    MAJORITY_KILLED(
            Scope.SERVER, 300, 1_500, RedlockFaults::killMajority, "SIGKILL of three of five, restart with data");

    private final Scope scope;
    private final int least;
    private final int most;
    private final Act act;
    private final String description;
    private final boolean losesData;

    Fault(Scope scope, int least, int most, Act act, String description) {
        this(scope, least, most, act, description, false);
    }

    Fault(Scope scope, int least, int most, Act act, String description, boolean losesData) {
        this.scope = scope;
        this.least = least;
        this.most = most;
        this.act = act;
        this.description = description;
        this.losesData = losesData;
    }

    /** Those after which a lock that was taken is still there. */
    public static List<Fault> keepingData() {
        return Arrays.stream(values())
                .filter(fault -> !fault.losesData && fault.compareTo(MASTER_KILLED) < 0)
                .toList();
    }

    /** Those of a master with replicas and Sentinels. */
    public static List<Fault> ofSentinels() {
        return List.of(MASTER_KILLED, MASTER_STOPPED, MASTER_CUT_OFF, REPLICA_STOPPED, WORKER_KILLED);
    }

    /** Those after which another server is the master. */
    public static List<Fault> replacingMasters() {
        return List.of(MASTER_KILLED, MASTER_STOPPED, MASTER_CUT_OFF, SHARD_KILLED, SHARD_STOPPED);
    }

    /** Those of a cluster. */
    public static List<Fault> ofClusters() {
        return List.of(SHARD_KILLED, SHARD_STOPPED, SLOTS_MIGRATED, WORKER_KILLED);
    }

    /** Those of independent masters. */
    public static List<Fault> ofRedlock() {
        return List.of(
                NODE_KILLED,
                NODE_STOPPED,
                NODE_EMPTIED,
                MINORITY_STOPPED,
                MINORITY_KILLED,
                MAJORITY_STOPPED,
                MAJORITY_KILLED,
                WORKER_STOPPED,
                WORKER_KILLED);
    }

    /** Those after which it may not be. */
    public static List<Fault> losingData() {
        return List.of(FLUSHED, REDIS_EMPTIED, EVICTION);
    }

    /** Those that need a clock that can be set. Locks expire by it. */
    public static List<Fault> ofTheClock() {
        return List.of(CLOCK_SET_FORWARD, CLOCK_SET_BACK);
    }

    public String description() {
        return description;
    }

    public boolean losesData() {
        return losesData;
    }

    /** Whether only one worker meets it. */
    boolean isOfOneWorker() {
        return scope != Scope.SERVER && this != PARTITION_OF_ALL;
    }

    Scope scope() {
        return scope;
    }

    int least() {
        return least;
    }

    int most() {
        return most;
    }

    Act act() {
        return act;
    }
}

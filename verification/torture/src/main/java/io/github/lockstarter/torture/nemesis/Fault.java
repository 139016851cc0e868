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
    CLOCK_SET_BACK(Scope.SERVER, 300, 900, DataFaults::setClockBack, "the clock of Redis set a minute back", true);

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
        return Arrays.stream(values()).filter(fault -> !fault.losesData).toList();
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

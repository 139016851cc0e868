package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes may vote. One that restarted may have forgotten the locks it had granted, and would grant them a second time: so it does
 * not vote until all of them are over. ("Redlock" in the Redis documentation, section "Performance, crash recovery and fsync": "delayed
 * restarts".) And one server under two names has one vote.
 */
final class VotingRights {

    private static final Logger log = LoggerFactory.getLogger(VotingRights.class);

    /** One that has no right is asked again after this. */
    private static final long AGAIN = TimeUnit.SECONDS.toNanos(5);

    private final Duration quarantine;

    private final Map<String, String> nodesByRunId = new ConcurrentHashMap<>();

    /** Why a node does not vote, as it was told last. */
    private final Map<String, String> warned = new ConcurrentHashMap<>();

    /** @param quarantine how long a node does not vote after its start; 0: it votes at once */
    VotingRights(Duration quarantine) {
        this.quarantine = quarantine;
    }

    Duration quarantine() {
        return quarantine;
    }

    /** @param answered when the server told it, or later, in nanoseconds */
    Right of(String node, NodeInfo info, long answered) {
        nodesByRunId
                .entrySet()
                .removeIf(entry ->
                        entry.getValue().equals(node) && !entry.getKey().equals(info.runId()));
        String other = nodesByRunId.putIfAbsent(info.runId(), node);
        if (other != null && !other.equals(node)) {
            warn(
                    node,
                    "is the same server as " + other,
                    "Each of distributed-lock.redlock.nodes has to be another one");
            return Right.none("is the same server as " + other, answered + AGAIN);
        }
        warned.remove(node);
        if (quarantine.isZero()) {
            return Right.ALWAYS;
        }
        // Of the seconds of a wall clock, the first and the last may be but a moment.
        long age = TimeUnit.SECONDS.toNanos(Math.max(0, info.uptimeSeconds() - 1));
        long wait = quarantine.toNanos() - age;
        if (wait > 0) {
            log.info(
                    "Redlock node {} started {} s ago: it votes in {} ms, after distributed-lock.redlock.quarantine",
                    node,
                    info.uptimeSeconds(),
                    wait / 1_000_000);
            return Right.from(answered + wait);
        }
        return Right.ALWAYS;
    }

    /** For a node that does not tell. */
    Right ofUnknown(String node, Throwable failure) {
        if (quarantine.isZero()) {
            return Right.ALWAYS;
        }
        warn(
                node,
                "does not say how long it has been running (" + failure + ")",
                "Let the user run INFO (ACL: +info), or set distributed-lock.redlock.quarantine=0s where all nodes keep their data");
        return Right.none("does not say how long it has been running (INFO is refused)", System.nanoTime() + AGAIN);
    }

    /** Once, until it votes or there is another reason. */
    private void warn(String node, String why, String whatToDo) {
        if (!why.equals(warned.put(node, why))) {
            log.warn("Redlock node {} {}, and does not vote. {}", node, why, whatToDo);
        }
    }

    /**
     * Whether one node may vote, on one connection.
     *
     * @param from when it may, in nanoseconds; without a right: when it is asked again
     * @param none why it has no right; null: it has one
     */
    record Right(boolean always, long from, @Nullable String none) {

        static final Right ALWAYS = new Right(true, 0, null);

        /** Until somebody has mended it: so it is asked again. */
        static Right none(String reason, long again) {
            return new Right(false, again, reason);
        }

        static Right from(long time) {
            return new Right(false, time, null);
        }

        /** Whether the node has to be asked again, on a new connection. */
        boolean isOutdated() {
            return none != null && System.nanoTime() - from > 0;
        }

        /** @throws StoreFailure if it may not, now: it was not executed, and may be later */
        void require() {
            if (always) {
                return;
            }
            if (none != null) {
                throw new StoreFailure(Kind.NOT_EXECUTED, none, null);
            }
            long left = from - System.nanoTime();
            if (left > 0) {
                throw new StoreFailure(
                        Kind.NOT_EXECUTED,
                        "has restarted and votes again in %d ms (distributed-lock.redlock.quarantine)"
                                .formatted(left / 1_000_000 + 1),
                        null);
            }
        }
    }
}

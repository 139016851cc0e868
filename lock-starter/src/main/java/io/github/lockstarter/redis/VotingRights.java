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

    private final Duration quarantine;

    private final Map<String, String> nodesByRunId = new ConcurrentHashMap<>();

    /** @param quarantine how long a node does not vote after its start; 0: it votes at once */
    VotingRights(Duration quarantine) {
        this.quarantine = quarantine;
    }

    Duration quarantine() {
        return quarantine;
    }

    /** @param asked when the server was, in nanoseconds */
    Right of(String node, NodeInfo info, long asked) {
        String other = nodesByRunId.putIfAbsent(info.runId(), node);
        if (other != null && !other.equals(node)) {
            log.warn(
                    "Redlock node {} is the same server as {} and does not vote. Each of distributed-lock.redlock.nodes has to be another one",
                    node,
                    other);
            return Right.never("is the same server as " + other);
        }
        nodesByRunId
                .entrySet()
                .removeIf(entry ->
                        entry.getValue().equals(node) && !entry.getKey().equals(info.runId()));
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
            return Right.from(asked + wait);
        }
        return Right.ALWAYS;
    }

    /** For a node that does not tell. */
    Right ofUnknown(String node, Throwable failure) {
        if (quarantine.isZero()) {
            return Right.ALWAYS;
        }
        log.warn(
                "Redlock node {} does not say how long it has been running, and does not vote: {}. Let the user run INFO (ACL: +info), or set distributed-lock.redlock.quarantine=0s where all nodes keep their data",
                node,
                failure.toString());
        return Right.never("does not say how long it has been running (INFO is refused)");
    }

    /**
     * Whether one node may vote, on one connection.
     *
     * @param from when it may, in nanoseconds
     * @param never why not, if it never may
     */
    record Right(boolean always, long from, @Nullable String never) {

        static final Right ALWAYS = new Right(true, 0, null);

        static Right never(String reason) {
            return new Right(false, 0, reason);
        }

        static Right from(long time) {
            return new Right(false, time, null);
        }

        /** @throws StoreFailure if it may not, now */
        void require() {
            if (always) {
                return;
            }
            if (never != null) {
                throw new StoreFailure(Kind.REJECTED, never, null);
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

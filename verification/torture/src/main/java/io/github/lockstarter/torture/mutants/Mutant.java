package io.github.lockstarter.torture.mutants;

import static io.github.lockstarter.torture.nemesis.Fault.CLIENTS_PAUSED;
import static io.github.lockstarter.torture.nemesis.Fault.JITTER;
import static io.github.lockstarter.torture.nemesis.Fault.PARTITION;
import static io.github.lockstarter.torture.nemesis.Fault.PARTITION_OF_ALL;
import static io.github.lockstarter.torture.nemesis.Fault.REDIS_STOPPED;
import static io.github.lockstarter.torture.nemesis.Fault.REPLIES_LOST;
import static io.github.lockstarter.torture.nemesis.Fault.RIGHTS_TAKEN;
import static io.github.lockstarter.torture.nemesis.Fault.WORKER_KILLED;
import static io.github.lockstarter.torture.nemesis.Fault.WORKER_STOPPED;

import io.github.lockstarter.torture.check.Crowds;
import io.github.lockstarter.torture.check.DoubleHolders;
import io.github.lockstarter.torture.check.Finding;
import io.github.lockstarter.torture.check.IdleKeys;
import io.github.lockstarter.torture.check.KeyWatch;
import io.github.lockstarter.torture.check.Residue;
import io.github.lockstarter.torture.check.SilentLosses;
import io.github.lockstarter.torture.check.TokenOrder;
import io.github.lockstarter.torture.check.WorkerEnds;
import io.github.lockstarter.torture.check.Writes;
import io.github.lockstarter.torture.nemesis.Fault;
import java.util.List;
import java.util.Set;

/** The planted bugs: each of them has been made by somebody, or would be by the next one who simplifies. */
enum Mutant {
    RELEASE_WITHOUT_COMPARING(
            List.of(WORKER_STOPPED, PARTITION),
            Set.of(DoubleHolders.NAME, KeyWatch.FOREIGN),
            Edit.lua("release", "redis.call('GET', KEYS[1]) == ARGV[1]", "redis.call('GET', KEYS[1])")),
    NO_ELAPSED_CHECK(
            List.of(JITTER, PARTITION, PARTITION_OF_ALL, REDIS_STOPPED, CLIENTS_PAUSED),
            Set.of(DoubleHolders.NAME),
            Edit.java("core/Granted", "Deadline.of(sent, lasts)", "Deadline.of(System.nanoTime(), lasts)")),
    COUNTED_FENCE(
            List.of(WORKER_STOPPED),
            Set.of(TokenOrder.NAME),
            Edit.lua("fence", "local next = time[1] .. ('00000' .. time[2]):sub(-6)", "local next = '1'")),
    RENEWED_AFTER_RELEASE(
            List.of(WORKER_STOPPED),
            Set.of(Residue.ORPHAN),
            Edit.java("core/HeldLease", "            running.stop();\n", ""),
            Edit.java(
                    "core/LeaseRenewal", "if (!lease.isValid() || leases.isStopped()) {", "if (leases.isStopped()) {"),
            Edit.java("core/LeaseRenewal", "if (lease.nextLook() == null) {", "if (false) {"),
            Edit.lua("renew", "\nreturn 0", "\nredis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])\nreturn 1")),
    RELEASE_DROPPED_ON_INTERRUPT(
            List.of(WORKER_STOPPED),
            Set.of(Residue.ORPHAN),
            Edit.java(
                    "core/LeaseEnd",
                    "        leases.inFlight().enter();\n        Release release",
                    "        if (Thread.currentThread().isInterrupted()) {\n            return;\n        }\n"
                            + "        leases.inFlight().enter();\n        Release release")),
    NO_WITHDRAWAL(
            List.of(REPLIES_LOST, PARTITION),
            Set.of(Residue.ORPHAN),
            Edit.java(
                    "core/Withdrawals",
                    "        runtime.inFlight().enter();\n",
                    "        if (overtaking || !overtaking) {\n            return;\n        }\n        runtime.inFlight().enter();\n")),
    WALL_CLOCK(
            List.of(WORKER_STOPPED),
            Set.of(DoubleHolders.NAME),
            Edit.java(
                    "core/LeaseState",
                    "System.nanoTime()",
                    "io.github.lockstarter.torture.worker.SteppedClock.nanos()"),
            Edit.java(
                    "core/LineProgress",
                    "        long sent = System.nanoTime();",
                    "        long sent = io.github.lockstarter.torture.worker.SteppedClock.nanos();"),
            Edit.java("core/Granted", "deadline - System.nanoTime() > 0", "true")),
    WAITING_ONLY_FOR_MESSAGES(
            List.of(WORKER_KILLED),
            Set.of(IdleKeys.NAME),
            Edit.java(
                    "core/LineProgress",
                    "return new Pausing(ticket, pause, System.nanoTime() + pause.nanos());",
                    "return new Pausing(ticket, pause, System.nanoTime() + (ticket.token().isDeaf() || !ticket.hasJoined()"
                            + " ? pause.nanos() : TimeUnit.HOURS.toNanos(1)));")),
    MESSAGE_TAKEN_AS_GRANT(
            List.of(PARTITION, PARTITION_OF_ALL, REDIS_STOPPED),
            Set.of(DoubleHolders.NAME),
            Edit.java(
                    "core/LineState",
                    "            progress.woken(effects);",
                    "            if (progress.phase() instanceof Pausing && token != null) {\n"
                            + "                granted(progress.asking(ticket, Standing.IN_LINE), new Grant("
                            + "System.currentTimeMillis() * 1000, waiters.first().terms().ttl()), effects);\n"
                            + "            } else {\n                progress.woken(effects);\n            }")),
    FENCE_CHECKED_ON_WRITE_ONLY(
            List.of(WORKER_STOPPED),
            Set.of(Writes.NAME),
            Edit.java(
                    "jdbc/JdbcFence",
                    "        FenceDialect dialect = dialect();\n        long seen = claim(dialect, claim);\n",
                    "        TransactionSynchronizationManager.registerSynchronization(\n"
                            + "                new org.springframework.transaction.support.TransactionSynchronization() {\n"
                            + "            @Override\n            public void beforeCommit(boolean readOnly) {\n"
                            + "                check(resource, claim);\n            }\n        });\n    }\n\n"
                            + "    private void check(String resource, FenceClaim claim) {\n"
                            + "        FenceDialect dialect = dialect();\n        long seen = claim(dialect, claim);\n")),
    WITHDRAWAL_THAT_DOES_NOT_LOOK(
            List.of(REPLIES_LOST, PARTITION),
            Set.of(Residue.ORPHAN),
            Edit.java(
                    "redis/ScriptedVerbs",
                    "scripts.release(key, acquire.token(), acquire.ttl(), Duration.ZERO)))\n                .thenApply(ours -> null);",
                    "CompletableFuture.<Object>completedFuture(0L)))\n                .thenApply(ours -> null);")),
    HAND_OVER_THAT_KEEPS_THE_OLD_TTL(
            List.of(WORKER_STOPPED),
            Set.of(DoubleHolders.NAME),
            Edit.lua(
                    "acquire",
                    "  if ended then redis.call('SET', lock, token, 'PX', ttl) end",
                    "  if ended then redis.call('SET', lock, token, 'KEEPTTL') end")),
    QUEUE_WITHOUT_TTL(
            List.of(WORKER_STOPPED),
            Set.of(KeyWatch.NO_TTL),
            Edit.lua("acquire", "  redis.call('PEXPIRE', queue, 60000)\n", "")),
    SIGNAL_NEVER_RAISED(
            List.of(WORKER_STOPPED, PARTITION),
            Set.of(SilentLosses.NAME),
            Edit.java(
                    "core/HeldLease",
                    "loss.exception(terms, false);\n        signal(seen);",
                    "loss.exception(terms, false);")),
    FENCED_WITHOUT_GUARD(
            List.of(WORKER_STOPPED),
            Set.of(Writes.NAME, Writes.STALE),
            Edit.java("redis/fenced/GuardScripts", "COMMAND = bytes(CHECK + RUN);", "COMMAND = bytes(RUN);"),
            Edit.java("redis/fenced/Fence", "        stored.requireValid();\n", "")),
    ONE_TOO_MANY(
            List.of(WORKER_STOPPED),
            Set.of(Crowds.NAME),
            Edit.lua("crowd", "or redis.call('ZCARD', holders) < most", "or redis.call('ZCARD', holders) <= most")),
    BESIDE_ONE_ALONE(
            List.of(WORKER_STOPPED),
            Set.of(Crowds.NAME),
            Edit.lua(
                    "crowd",
                    "if alone or not limit then return not alone end",
                    "if not limit then return permits_of(ticket) > 1 or not alone end")),
    LARGEST_NUMBER_OF_PERMITS(
            List.of(WORKER_STOPPED),
            Set.of(Crowds.NAME),
            Edit.lua("crowd", "limit = math.min(limit, permits_of(ticket))", "limit = permits_of(ticket)")),
    CROWD_THAT_ENDS_WITH_ONE(
            List.of(WORKER_STOPPED),
            Set.of(Crowds.NAME),
            Edit.lua(
                    "release-shared", "  if ours then settle() end\n", "  if ours then redis.call('DEL', lock) end\n")),
    MARK_LEFT(
            List.of(WORKER_STOPPED),
            Set.of(Residue.ORPHAN),
            Edit.lua("release-shared", "  if ours then settle() end\n", "")),
    HOLDERS_WITHOUT_TTL(
            List.of(WORKER_STOPPED),
            Set.of(KeyWatch.NO_TTL),
            Edit.lua("crowd", "  redis.call('PEXPIREAT', holders, ('%.0f'):format(last))\n", "")),
    HOLDERS_BEFORE_THE_MARK(
            List.of(RIGHTS_TAKEN),
            Set.of(KeyWatch.NO_TTL),
            Edit.lua(
                    "crowd",
                    "  write_mark(('%.0f'):format(last))\n  if begins then redis.call('DEL', holders) end\n  redis.call('ZADD', holders, 'GT', expiry, ticket)\n",
                    "  redis.call('ZADD', holders, 'GT', expiry, ticket)\n  write_mark(('%.0f'):format(last))\n")),
    TOKEN_FOR_EACH_OF_A_CROWD(
            List.of(WORKER_STOPPED),
            Set.of(Crowds.UNEQUAL),
            Edit.lua(
                    "crowd", "return redis.call('GET', fence) or next_fencing_token()", "return next_fencing_token()")),
    THREAD_LEFT(
            List.of(WORKER_STOPPED),
            Set.of(WorkerEnds.LEAK),
            Edit.java("core/LockRuntime", "        scheduler.shutdownNow();\n", ""));

    private final List<Fault> faults;

    private final Set<String> checks;

    private final List<Edit> edits;

    Mutant(List<Fault> faults, Set<String> checks, Edit... edits) {
        this.faults = faults;
        this.checks = checks;
        this.edits = List.of(edits);
    }

    /** Under which it shows. */
    List<Fault> faults() {
        return faults;
    }

    /** Whether one of the checks that are there for it has found it. */
    boolean isFoundIn(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> checks.contains(finding.check()));
    }

    List<Edit> edits() {
        return edits;
    }
}

package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.SentinelTrio;
import io.github.lockstarter.torture.arena.Slot;
import java.time.Duration;
import java.util.function.Consumer;

/** What happens to a master with replicas: another takes its place, it comes back, and is a replica in the end. */
final class SentinelFaults {

    /** Sentinels that could not agree begin anew only after twice their failover-timeout. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private SentinelFaults() {}

    static boolean kill(Arena arena, Slot slot, Duration lasting) {
        return failOver(arena.trio(), lasting, RedisServer::kill, RedisServer::restart);
    }

    static boolean stop(Arena arena, Slot slot, Duration lasting) {
        return failOver(arena.trio(), lasting, RedisServer::suspend, RedisServer::resume);
    }

    /** One worker is replaced meanwhile, so that one finds the new master while others have the old one. */
    static boolean cutOff(Arena arena, Slot slot, Duration lasting) {
        SentinelTrio trio = arena.trio();
        return failOver(trio, lasting, trio::cutOff, old -> {
            slot.replace();
            slot.awaitReady();
            Pause.of(lasting);
            trio.letIn(old);
        });
    }

    static boolean stopReplica(Arena arena, Slot slot, Duration lasting) {
        SentinelTrio trio = arena.trio();
        RedisServer master = trio.sentinels().master();
        RedisServer replica = trio.servers().stream()
                .filter(server -> server != master)
                .findFirst()
                .orElseThrow();
        replica.suspend();
        try {
            Pause.of(lasting);
        } finally {
            replica.resume();
        }
        trio.sentinels().awaitConverged(LIMIT);
        return true;
    }

    private static boolean failOver(
            SentinelTrio trio, Duration lasting, Consumer<RedisServer> fail, Consumer<RedisServer> comeBack) {
        RedisServer old = trio.sentinels().master();
        fail.accept(old);
        try {
            trio.sentinels().awaitMasterOtherThan(old, LIMIT);
            Pause.of(lasting);
        } finally {
            comeBack.accept(old);
        }
        trio.sentinels().awaitConverged(LIMIT);
        return true;
    }
}

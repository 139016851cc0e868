package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.RedisUser;
import io.github.lockstarter.torture.arena.Slot;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;

/** What happens to Redis, and leaves its data as they are. */
final class ServerFaults {

    private static final Duration EVERY_5_MS = Duration.ofMillis(5);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ServerFaults() {}

    static void stop(Arena arena, Slot slot, Duration lasting) {
        arena.server().suspend();
        try {
            Pause.of(lasting);
        } finally {
            arena.server().resume();
        }
    }

    static void restart(Arena arena, Slot slot, Duration lasting) {
        arena.server().kill();
        Pause.of(lasting);
        arena.server().restart();
    }

    static void pauseClients(Arena arena, Slot slot, Duration lasting) {
        String which = lasting.toMillis() % 2 == 0 ? "ALL" : "WRITE";
        arena.server().command("CLIENT", "PAUSE", Long.toString(lasting.toMillis()), which);
        Pause.of(lasting);
    }

    static void runLongScript(Arena arena, Slot slot, Duration lasting) {
        RedisServer server = arena.server();
        server.command("CONFIG", "SET", "lua-time-limit", "20");
        Thread script = new Thread(
                () -> {
                    try (RespConnection connection = RespConnection.open(server.host(), server.port(), PATIENCE)) {
                        connection.send("EVAL", "while true do end", "0");
                    } catch (IllegalStateException killed) {
                        // As it is meant to be.
                    }
                },
                "long-script");
        script.start();
        Pause.of(lasting);
        boolean ended = false;
        while (!ended) {
            ended = kill(server) && !script.isAlive();
        }
    }

    private static boolean kill(RedisServer server) {
        Pause.of(EVERY_5_MS);
        try {
            server.command("SCRIPT", "KILL");
            return false;
        } catch (IllegalStateException nothingRuns) {
            return true;
        }
    }

    static void flushScripts(Arena arena, Slot slot, Duration lasting) {
        long end = System.nanoTime() + lasting.toNanos();
        while (System.nanoTime() - end < 0) {
            arena.server().command("SCRIPT", "FLUSH");
            Pause.of(EVERY_5_MS);
        }
    }

    static void killClients(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("CLIENT", "KILL", "TYPE", "normal");
        Pause.of(lasting);
    }

    static void killSubscribers(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("CLIENT", "KILL", "TYPE", "pubsub");
        Pause.of(lasting);
    }

    static void exhaustMemory(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("CONFIG", "SET", "maxmemory", "1");
        Pause.of(lasting);
        arena.server().command("CONFIG", "SET", "maxmemory", "0");
    }

    static void takeRights(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("ACL", "SETUSER", RedisUser.NAME, "-set");
        Pause.of(lasting);
        arena.server().command("ACL", "SETUSER", RedisUser.NAME, "+set");
    }

    static void takeChannels(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("ACL", "SETUSER", RedisUser.NAME, "resetchannels");
        Pause.of(lasting);
        arena.server().command("ACL", "SETUSER", RedisUser.NAME, "&lock:*");
    }

    /** Where the lock is free for a moment. It has to be there all the while. */
    static void putForeignKey(Arena arena, Slot slot, Duration lasting) {
        String key = Workload.RAW.key(0).lock();
        long end = System.nanoTime() + lasting.toNanos();
        boolean there = false;
        while (!there && System.nanoTime() - end < 0) {
            there = arena.server()
                    .command(
                            "EVAL",
                            "return redis.call('EXISTS', KEYS[1]) == 0 and redis.call('HSET', KEYS[1], 'whose', 'not yours')",
                            "1",
                            key)
                    .equals("1");
        }
        if (there) {
            Pause.of(lasting);
            String whose = arena.server().command("HGET", key, "whose");
            if (!whose.equals("not yours")) {
                throw new IllegalStateException("A key of another type was overwritten: " + key);
            }
            arena.server().command("DEL", key);
        }
    }
}

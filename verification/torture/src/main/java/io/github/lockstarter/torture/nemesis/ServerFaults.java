package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.RedisUser;
import io.github.lockstarter.torture.arena.Slot;
import io.github.lockstarter.torture.history.Workload;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What happens to Redis, and leaves its data as they are. */
final class ServerFaults {

    private static final Duration EVERY_5_MS = Duration.ofMillis(5);

    private static final Duration A_MILLISECOND = Duration.ofMillis(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String PUT_A_HASH =
            "return redis.call('EXISTS', KEYS[1]) == 0 and redis.call('HSET', KEYS[1], 'whose', 'not yours')";

    /** Nothing else that may be there. */
    private static final String TAKE_THE_HASH = """
            if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return 'gone' end
            local whose = redis.call('HGET', KEYS[1], 'whose')
            redis.call('DEL', KEYS[1])
            return whose""";

    private ServerFaults() {}

    static boolean stop(Arena arena, Slot slot, Duration lasting) {
        arena.server().suspend();
        try {
            Pause.of(lasting);
        } finally {
            arena.server().resume();
        }
        return true;
    }

    static boolean restart(Arena arena, Slot slot, Duration lasting) {
        arena.server().kill();
        Pause.of(lasting);
        arena.server().restart();
        return true;
    }

    static boolean pauseClients(Arena arena, Slot slot, Duration lasting) {
        String which = lasting.toMillis() % 2 == 0 ? "ALL" : "WRITE";
        arena.server().command("CLIENT", "PAUSE", Long.toString(lasting.toMillis()), which);
        Pause.of(lasting);
        return true;
    }

    static boolean runLongScript(Arena arena, Slot slot, Duration lasting) {
        RedisServer server = arena.server();
        server.command("CONFIG", "SET", "lua-time-limit", "20");
        AtomicBoolean killed = new AtomicBoolean();
        Thread script = new Thread(() -> killed.set(endlessScript(server)), "long-script");
        script.start();
        Pause.of(lasting);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (script.isAlive() && System.nanoTime() - end < 0) {
            kill(server);
            Pause.of(EVERY_5_MS);
        }
        if (script.isAlive()) {
            throw new IllegalStateException("The script could not be killed");
        }
        return killed.get();
    }

    /** @return whether it ran, until it was killed */
    private static boolean endlessScript(RedisServer server) {
        try (RespConnection connection = RespConnection.open(server.host(), server.port(), PATIENCE)) {
            connection.send("EVAL", "while true do end", "0");
            return false;
        } catch (IllegalStateException killed) {
            return true;
        } catch (UncheckedIOException notReached) {
            return false;
        }
    }

    private static void kill(RedisServer server) {
        try {
            server.command("SCRIPT", "KILL");
        } catch (IllegalStateException | UncheckedIOException nothingRuns) {
            // Or it does not answer now: it is asked again.
        }
    }

    static boolean flushScripts(Arena arena, Slot slot, Duration lasting) {
        long end = System.nanoTime() + lasting.toNanos();
        while (System.nanoTime() - end < 0) {
            arena.server().command("SCRIPT", "FLUSH");
            Pause.of(EVERY_5_MS);
        }
        return true;
    }

    static boolean killClients(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("CLIENT", "KILL", "TYPE", "normal");
        Pause.of(lasting);
        return true;
    }

    static boolean killSubscribers(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("CLIENT", "KILL", "TYPE", "pubsub");
        Pause.of(lasting);
        return true;
    }

    static boolean exhaustMemory(Arena arena, Slot slot, Duration lasting) {
        return between(
                arena, lasting, List.of("CONFIG", "SET", "maxmemory", "1"), List.of("CONFIG", "SET", "maxmemory", "0"));
    }

    static boolean takeRights(Arena arena, Slot slot, Duration lasting) {
        return between(
                arena,
                lasting,
                List.of("ACL", "SETUSER", RedisUser.NAME, "-set"),
                List.of("ACL", "SETUSER", RedisUser.NAME, "+set"));
    }

    static boolean takeChannels(Arena arena, Slot slot, Duration lasting) {
        return between(
                arena,
                lasting,
                List.of("ACL", "SETUSER", RedisUser.NAME, "resetchannels"),
                List.of("ACL", "SETUSER", RedisUser.NAME, "&lock:*"));
    }

    /** Where the lock is free for a moment. It has to be there all the while. */
    static boolean putForeignKey(Arena arena, Slot slot, Duration lasting) {
        String key = Workload.RAW.key(0).lock();
        boolean there = false;
        try (RespConnection redis =
                RespConnection.open(arena.server().host(), arena.server().port(), PATIENCE)) {
            long end = System.nanoTime() + lasting.toNanos();
            while (!there && System.nanoTime() - end < 0) {
                there = redis.send("EVAL", PUT_A_HASH, "1", key).equals("1");
                Pause.of(A_MILLISECOND);
            }
        }
        if (!there) {
            return false;
        }
        Pause.of(lasting);
        String whose = arena.server().command("EVAL", TAKE_THE_HASH, "1", key);
        if (!whose.equals("not yours")) {
            throw new IllegalStateException("A key of another type was overwritten: " + key);
        }
        return true;
    }

    private static boolean between(Arena arena, Duration lasting, List<String> command, List<String> undo) {
        arena.server().command(command.toArray(String[]::new));
        try {
            Pause.of(lasting);
        } finally {
            arena.server().command(undo.toArray(String[]::new));
        }
        return true;
    }
}

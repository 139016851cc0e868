package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.FiveMasters;
import io.github.lockstarter.torture.arena.Slot;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What happens to independent masters. Which of them, is drawn from how long it lasts. */
final class RedlockFaults {

    private static final int MINORITY = 2;

    private static final int MAJORITY = 3;

    private RedlockFaults() {}

    static boolean kill(Arena arena, Slot slot, Duration lasting) {
        return during(arena, 1, lasting, RedisServer::kill, RedisServer::restart);
    }

    static boolean stop(Arena arena, Slot slot, Duration lasting) {
        return during(arena, 1, lasting, RedisServer::suspend, RedisServer::resume);
    }

    static boolean empty(Arena arena, Slot slot, Duration lasting) {
        FiveMasters five = arena.five();
        int node = (int) (lasting.toMillis() % five.servers().size());
        five.servers().get(node).kill();
        five.forgetData(node);
        Pause.of(lasting);
        five.servers().get(node).restart();
        return true;
    }

    static boolean stopMinority(Arena arena, Slot slot, Duration lasting) {
        return during(arena, MINORITY, lasting, RedisServer::suspend, RedisServer::resume);
    }

    static boolean killMinority(Arena arena, Slot slot, Duration lasting) {
        return during(arena, MINORITY, lasting, RedisServer::kill, RedisServer::restart);
    }

    static boolean stopMajority(Arena arena, Slot slot, Duration lasting) {
        return during(arena, MAJORITY, lasting, RedisServer::suspend, RedisServer::resume);
    }

    static boolean killMajority(Arena arena, Slot slot, Duration lasting) {
        return during(arena, MAJORITY, lasting, RedisServer::kill, RedisServer::restart);
    }

    private static boolean during(
            Arena arena, int number, Duration lasting, Consumer<RedisServer> fail, Consumer<RedisServer> comeBack) {
        List<RedisServer> all = arena.five().servers();
        int first = (int) (lasting.toMillis() % all.size());
        List<RedisServer> failing = IntStream.range(first, first + number)
                .mapToObj(i -> all.get(i % all.size()))
                .toList();
        failing.forEach(fail);
        try {
            Pause.of(lasting);
        } finally {
            failing.forEach(comeBack);
        }
        return true;
    }
}

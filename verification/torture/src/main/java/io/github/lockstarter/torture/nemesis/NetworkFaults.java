package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Slot;
import io.github.lockstarter.torture.chaos.ChaosProxy;
import io.github.lockstarter.torture.chaos.Way;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What happens between a worker, or all of them, and Redis. */
final class NetworkFaults {

    private NetworkFaults() {}

    static boolean partition(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, List.of(slot), proxy -> proxy.hold(Way.REQUESTS, Way.REPLIES));
    }

    static boolean partitionOfAll(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, arena.slots(), proxy -> proxy.hold(Way.REQUESTS, Way.REPLIES));
    }

    static boolean halfOpen(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, List.of(slot), proxy -> proxy.lose(Way.REQUESTS, Way.REPLIES));
    }

    static boolean requestsLost(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, List.of(slot), proxy -> proxy.lose(Way.REQUESTS));
    }

    static boolean repliesLost(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, List.of(slot), proxy -> proxy.lose(Way.REPLIES));
    }

    static boolean cutAfterRequest(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, List.of(slot), ChaosProxy::cutAfterRequest);
    }

    static boolean reset(Arena arena, Slot slot, Duration lasting) {
        slot.proxy().reset();
        Pause.of(lasting);
        return true;
    }

    static boolean refuse(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, List.of(slot), proxy -> {
            proxy.refuse();
            proxy.reset();
        });
    }

    static boolean delay(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, List.of(slot), proxy -> proxy.delay(Duration.ofMillis(5), Duration.ofMillis(30)));
    }

    static boolean jitter(Arena arena, Slot slot, Duration lasting) {
        return during(lasting, List.of(slot), proxy -> proxy.delay(Duration.ZERO, Duration.ofMillis(200)));
    }

    private static boolean during(Duration lasting, List<Slot> slots, Consumer<ChaosProxy> fault) {
        slots.forEach(slot -> fault.accept(slot.proxy()));
        try {
            Pause.of(lasting);
        } finally {
            slots.forEach(slot -> slot.proxy().heal());
        }
        return true;
    }
}

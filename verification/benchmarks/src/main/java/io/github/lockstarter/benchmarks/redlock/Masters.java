package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.benchmarks.CommandTrace;
import io.github.lockstarter.benchmarks.Redis;
import io.github.lockstarter.benchmarks.contest.Calls;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The independent servers, and what they count together. */
final class Masters implements AutoCloseable {

    private static final int COUNT = 5;

    private final List<Redis> servers =
            IntStream.range(0, COUNT).mapToObj(i -> new Redis()).toList();

    List<Integer> ports() {
        return servers.stream().map(Redis::port).toList();
    }

    String version() {
        return servers.get(0).version();
    }

    /** Forgets all keys and counts from here; scripts stay loaded. */
    void clear() {
        servers.forEach(Redis::clear);
    }

    /** What was asked of all of them since then, commands inside scripts too. */
    Map<String, Calls> calls() {
        Map<String, Calls> calls = new TreeMap<>();
        servers.forEach(server -> server.calls().forEach((command, more) -> calls.merge(command, more, Calls::plus)));
        return calls;
    }

    /** Watches the first of them, on which all ways lock. */
    CommandTrace trace() {
        return CommandTrace.start(servers.get(0).port());
    }

    @Override
    public void close() {
        servers.forEach(Redis::close);
    }
}

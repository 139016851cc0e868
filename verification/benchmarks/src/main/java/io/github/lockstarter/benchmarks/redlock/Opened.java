package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.benchmarks.contender.RedissonClients;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.redisson.api.RedissonClient;

/** All ways to lock, opened in this JVM; Redisson's share their clients. */
final class Opened implements AutoCloseable {

    private final List<RedissonClient> redisson;

    private final Map<Way, Locks> locks = new EnumMap<>(Way.class);

    Opened(List<Integer> ports) {
        redisson = ports.stream().map(RedissonClients::to).toList();
        locks.put(Way.STARTER, StarterLocks.onMajority(ports));
        locks.put(Way.RED_LOCK, RedissonLocks.onMajority(redisson));
        locks.put(Way.MULTI_LOCK, RedissonLocks.onAll(redisson));
        locks.put(Way.SINGLE, StarterLocks.onOne(ports.get(0)));
    }

    Locks get(Way way) {
        return locks.get(way);
    }

    @Override
    public void close() {
        locks.values().forEach(Locks::close);
        redisson.forEach(RedissonClient::shutdown);
    }
}

package io.github.lockstarter.benchmarks.redlock;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.redisson.RedissonMultiLock;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** Redisson's locks on several servers, a client for each. With a lease of its own, no watchdog keeps them. */
final class RedissonLocks implements Locks {

    private final List<RedissonClient> clients;

    private final String prefix;

    private final Function<RLock[], RedissonMultiLock> joining;

    /** @param clients which whoever opened them closes */
    private RedissonLocks(List<RedissonClient> clients, String prefix, Function<RLock[], RedissonMultiLock> joining) {
        this.clients = clients;
        this.prefix = prefix;
        this.joining = joining;
    }

    @SuppressWarnings("deprecation")
    static RedissonLocks onMajority(List<RedissonClient> clients) {
        return new RedissonLocks(clients, "redisson-redlock:", org.redisson.RedissonRedLock::new);
    }

    static RedissonLocks onAll(List<RedissonClient> clients) {
        return new RedissonLocks(clients, "redisson-multilock:", RedissonMultiLock::new);
    }

    @Override
    public Held acquire(String key) throws InterruptedException {
        RedissonMultiLock lock = joining.apply(
                clients.stream().map(client -> client.getLock(prefix + key)).toArray(RLock[]::new));
        if (!lock.tryLock(WAIT.toMillis(), TTL.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("The lock was not acquired within " + WAIT.toMillis() + " ms.");
        }
        return lock::unlock;
    }

    @Override
    public void close() {}
}

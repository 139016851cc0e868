package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.contender.RedissonClients;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RLock;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RReadWriteLock;
import org.redisson.api.RedissonClient;

/** Redisson's read-write lock and its semaphore whose permits expire. With a lease of its own, no watchdog keeps them. */
final class RedissonLocks implements Locks {

    private final RedissonClient client;

    private final RLock shared;

    private final RLock exclusive;

    private final RPermitExpirableSemaphore permits;

    RedissonLocks(int port) {
        client = RedissonClients.to(port);
        RReadWriteLock lock = client.getReadWriteLock("redisson-sharing:" + KEY);
        shared = lock.readLock();
        exclusive = lock.writeLock();
        permits = client.getPermitExpirableSemaphore("redisson-permits:" + KEY);
    }

    @Override
    public void prepare() {
        permits.trySetPermits(PERMITS);
    }

    @Override
    public Held acquire(Want want) throws InterruptedException {
        return switch (want) {
            case SHARED -> locked(shared);
            case EXCLUSIVE -> locked(exclusive);
            case PERMIT -> permit();
        };
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private static Held locked(RLock lock) {
        lock.lock(LEASE.toSeconds(), TimeUnit.SECONDS);
        return lock::unlock;
    }

    private Held permit() throws InterruptedException {
        String id = permits.acquire(LEASE.toSeconds(), TimeUnit.SECONDS);
        return () -> permits.release(id);
    }
}

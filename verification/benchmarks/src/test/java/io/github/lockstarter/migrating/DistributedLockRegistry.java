package io.github.lockstarter.migrating;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.LockRegistry;

/** A LockRegistry for Spring Integration whose locks are those of lock-starter. */
public final class DistributedLockRegistry implements LockRegistry<DistributedLock> {

    private final LockOperations locks;

    private final String registryKey;

    private final Duration ttl;

    private final Duration maxHold;

    /**
     * @param ttl how long a lock outlives a holder that dies; it is renewed at a third of that
     * @param maxHold when renewing ends: for a leader, after longer than one may lead
     */
    public DistributedLockRegistry(LockOperations locks, String registryKey, Duration ttl, Duration maxHold) {
        this.locks = locks;
        this.registryKey = registryKey;
        this.ttl = ttl;
        this.maxHold = maxHold;
    }

    @Override
    public DistributedLock obtain(Object lockKey) {
        LockRequest request = LockRequest.of(registryKey + ":" + lockKey).name(registryKey);
        return new RegistryLock(
                locks, request, locks.asLock(request.ttl(ttl).renew(true).maxHold(maxHold)));
    }

    /** The lock of a key. With a ttl of its own it is not renewed, as with RedisLockRegistry. */
    private record RegistryLock(LockOperations locks, LockRequest request, Lock renewed) implements DistributedLock {

        @Override
        public void lock() {
            renewed.lock();
        }

        @Override
        public void lock(Duration ttl) {
            locks.asLock(request.ttl(ttl)).lock();
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            renewed.lockInterruptibly();
        }

        @Override
        public boolean tryLock() {
            return renewed.tryLock();
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
            return renewed.tryLock(time, unit);
        }

        @Override
        public boolean tryLock(Duration waitTime, Duration ttl) throws InterruptedException {
            return locks.asLock(request.ttl(ttl)).tryLock(waitTime.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void unlock() {
            renewed.unlock();
        }

        @Override
        public Condition newCondition() {
            return renewed.newCondition();
        }
    }
}

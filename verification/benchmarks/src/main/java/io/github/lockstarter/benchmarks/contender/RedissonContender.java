package io.github.lockstarter.benchmarks.contender;

import java.util.concurrent.TimeUnit;
import org.redisson.api.RFencedLock;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** Redisson's locks. */
final class RedissonContender implements Contender {
    private static final long SECONDS = Terms.LEASE.toSeconds();

    private final RedissonClient client;
    private final Kind kind;

    RedissonContender(RedissonClient client, Kind kind) {
        this.client = client;
        this.kind = kind;
    }

    @Override
    public Session session(String key) {
        String name = kind.id() + ":" + key;
        return switch (kind) {
            case RFAIRLOCK -> new Leased(client.getFairLock(name));
            case RFENCEDLOCK -> new Fenced(client.getFencedLock(name));
            case RLOCK_WATCHDOG -> new Watched(client.getLock(name));
            default -> new Leased(client.getLock(name));
        };
    }

    /** The client is closed by who opened it. */
    @Override
    public void close() {}

    /** One thread at one lock whose lease ends by itself. */
    private record Leased(RLock lock) implements Session {
        @Override
        public void acquire() {
            lock.lock(SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void release() {
            lock.unlock();
        }
    }

    /** One thread at one lock that the watchdog keeps. */
    private record Watched(RLock lock) implements Session {
        @Override
        public void acquire() {
            lock.lock();
        }

        @Override
        public void release() {
            lock.unlock();
        }
    }

    /** One thread at one lock that hands out fencing tokens. */
    private record Fenced(RFencedLock lock) implements Session {
        @Override
        public void acquire() {
            lock.lockAndGetToken(SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void release() {
            lock.unlock();
        }
    }
}

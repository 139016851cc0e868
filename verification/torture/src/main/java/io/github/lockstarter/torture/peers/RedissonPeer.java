package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.worker.Held;
import io.github.lockstarter.torture.worker.Locking;
import io.github.lockstarter.torture.worker.NotGranted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RFencedLock;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Redisson's locks, with a lease time: plain, or with fencing tokens. */
final class RedissonPeer implements Locking {

    private final RedissonClient client;
    private final boolean fenced;

    RedissonPeer(int port, boolean fenced) {
        Config config = new Config();
        config.useSingleServer()
                .setAddress("redis://" + Terms.HOST + ":" + port)
                .setTimeout(Math.toIntExact(Terms.COMMAND_TIMEOUT.toMillis()));
        client = Redisson.create(config);
        this.fenced = fenced;
    }

    @Override
    public Held acquire(Key key, Duration ttl, Duration waitTime) throws NotGranted {
        return Refused.granted(() -> fenced ? fenced(key, ttl, waitTime) : plain(key, ttl, waitTime));
    }

    private Held plain(Key key, Duration ttl, Duration waitTime) throws Exception {
        RLock lock = client.getLock(Terms.name(key));
        long noted = System.nanoTime();
        if (!lock.tryLock(Terms.millis(waitTime), ttl.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Refused.busy();
        }
        return new NotedHeld(noted, ttl, 0, lock::unlock);
    }

    private Held fenced(Key key, Duration ttl, Duration waitTime) throws NotGranted {
        RFencedLock lock = client.getFencedLock(Terms.name(key));
        long noted = System.nanoTime();
        Long token = lock.tryLockAndGetToken(Terms.millis(waitTime), ttl.toMillis(), TimeUnit.MILLISECONDS);
        if (token == null) {
            throw Refused.busy();
        }
        return new NotedHeld(noted, ttl, token, lock::unlock);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}

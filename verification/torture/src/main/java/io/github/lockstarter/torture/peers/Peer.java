package io.github.lockstarter.torture.peers;

import com.baomidou.lock.LockTemplate;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.torture.worker.Locking;
import java.nio.file.Path;
import java.util.function.IntFunction;
import net.javacrumbs.shedlock.core.LockProvider;
import org.redisson.Redisson;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;

/** A library under torture. */
public enum Peer {
    LOCK_STARTER(
            "lock-starter",
            LockOperations.class,
            true,
            "lock:(fence|queue):.*",
            StarterPeer::new,
            "auto-configured in a Spring Boot context without settings (Lettuce, distributed-lock.command-timeout=1s and "
                    + "retry-delay=100ms by default): LockOperations.acquire(ttl, waitTime). The deadline is its own lease's."),
    REDISSON_RLOCK(
            "Redisson RLock",
            Redisson.class,
            false,
            Peer.REDISSON_KEYS,
            port -> new RedissonPeer(port, false),
            "single server, timeout=1000 instead of 3000, all else as by default (retryAttempts=4, retryDelay 1 to 2 s, "
                    + "lock pub/sub, codec): tryLock(waitTime, leaseTime = ttl), so without watchdog; unlock()."),
    REDISSON_RFENCEDLOCK(
            "Redisson RFencedLock",
            Redisson.class,
            true,
            Peer.REDISSON_KEYS,
            port -> new RedissonPeer(port, true),
            "the same client: tryLockAndGetToken(waitTime, leaseTime = ttl); unlock()."),
    REGISTRY_SPIN(
            "Spring Integration RedisLockRegistry, SPIN_LOCK",
            RedisLockRegistry.class,
            false,
            Peer.NONE,
            port -> new RegistryPeer(port, RedisLockType.SPIN_LOCK),
            "its default type, over Spring Data's Lettuce factory with one shared connection and commandTimeout=1s, all else "
                    + "as by default (idleBetweenTries 100 ms, no renewal): obtain(key).tryLock(waitTime, ttl); unlock()."),
    REGISTRY_PUBSUB(
            "Spring Integration RedisLockRegistry, PUB_SUB_LOCK",
            RedisLockRegistry.class,
            false,
            Peer.NONE,
            port -> new RegistryPeer(port, RedisLockType.PUB_SUB_LOCK),
            "the same with setRedisLockType(PUB_SUB_LOCK)."),
    LOCK4J(
            "lock4j",
            LockTemplate.class,
            false,
            Peer.NONE,
            Lock4jPeer::new,
            "LockTemplate over RedisTemplateLockExecutor, the same Lettuce factory, Lock4jProperties as by default (retryInterval "
                    + "100 ms): lock(key, expire = ttl, acquireTimeout = waitTime); releaseLock(). It throws one exception "
                    + "without a cause for interrupts and faults alike."),
    SHEDLOCK(
            "ShedLock",
            LockProvider.class,
            false,
            Peer.NONE,
            ShedLockPeer::new,
            "RedisLockProvider with safeUpdate(true), which is not its default, the same Lettuce factory, lockAtMostFor = ttl, "
                    + "lockAtLeastFor = 0. It tries once, being made for scheduled tasks: it is asked every 20 ms within the wait "
                    + "time, and the time is noted before each of these calls. unlock() does not tell of a loss.");

    private static final String REDISSON_KEYS = "redisson_(lock_token|unlock_latch|lock_queue|lock_timeout):.*";
    private static final String NONE = "";

    private final String title;
    private final Class<?> type;
    private final boolean fenced;
    private final String bookkeeping;
    private final IntFunction<Locking> locking;
    private final String description;

    Peer(
            String title,
            Class<?> type,
            boolean fenced,
            String bookkeeping,
            IntFunction<Locking> locking,
            String description) {
        this.title = title;
        this.type = type;
        this.fenced = fenced;
        this.bookkeeping = bookkeeping;
        this.locking = locking;
        this.description = description;
    }

    public String title() {
        return title;
    }

    /** The exact configuration. */
    public String description() {
        return description;
    }

    /** The file its classes are from, which mostly names its version. */
    public String library() {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .getFileName()
                .toString();
    }

    /** Whether it hands out fencing tokens. */
    public boolean isFenced() {
        return fenced;
    }

    /** Whether a key in Redis is one of its own that locks nothing. */
    boolean isBookkeeping(String key) {
        return key.matches(bookkeeping);
    }

    /**
     * @param port of the Redis on this machine
     * @throws RuntimeException if it has to reach Redis at once, and cannot
     */
    public Locking open(int port) {
        return locking.apply(port);
    }
}

package io.github.lockstarter.benchmarks.contender;

import java.util.Arrays;

/** The contenders by name, and what each of them does. */
public enum Kind {
    FLOOR("floor", "raw Lettuce: SET NX PX, EVALSHA compare-and-delete; contended it asks again after 0.5 to 1 ms"),
    STARTER_0("lock-starter-0ms", "this library, distributed-lock.pass-budget=0"),
    STARTER_5("lock-starter-5ms", "this library, distributed-lock.pass-budget=5ms, the default"),
    STARTER_OBSERVED(
            "lock-starter-observed",
            "this library, each acquisition and lease timed by Micrometer, with a SimpleMeterRegistry"),
    STARTER_20("lock-starter-20ms", "this library, distributed-lock.pass-budget=20ms"),
    RLOCK("rlock", "Redisson RLock, lock(30 s)"),
    RLOCK_WATCHDOG("rlock-watchdog", "Redisson RLock, lock() with the watchdog"),
    RFAIRLOCK("rfairlock", "Redisson RFairLock, lock(30 s)"),
    RFENCEDLOCK("rfencedlock", "Redisson RFencedLock, lockAndGetToken(30 s)"),
    REGISTRY_SPIN("registry-spin", "Spring Integration RedisLockRegistry, SPIN_LOCK"),
    REGISTRY_PUBSUB("registry-pubsub", "Spring Integration RedisLockRegistry, PUB_SUB_LOCK"),
    LOCK4J(
            "lock4j",
            "lock4j LockTemplate over RedisTemplateLockExecutor: tries every 100 ms, each time by supplyAsync (on 2 processors a new thread)"),
    SHEDLOCK("shedlock", "ShedLock RedisLockProvider with safeUpdate; it cannot wait");

    private final String id;
    private final String description;

    Kind(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** The kind of this id. */
    public static Kind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no contender '" + id + "'."));
    }

    public String id() {
        return id;
    }

    public String description() {
        return description;
    }

    /** Whether it can wait for a lock that is held. */
    public boolean waits() {
        return this != SHEDLOCK;
    }

    /** Whether it is there for its ratio to the library's defaults, which several JVMs would hide. */
    public boolean needsOneJvm() {
        return this == STARTER_OBSERVED;
    }

    /** Whether it differs from the library's defaults only in what several JVMs do to each other. */
    public boolean needsSeveralJvms() {
        return this == STARTER_0 || this == STARTER_20;
    }
}

package io.github.lockstarter.benchmarks.redlock;

/** The ways to lock that are compared, and what each of them does. */
public enum Way {
    STARTER(
            "lock-starter-redlock",
            5,
            "this library, LockTemplate over QuorumLockStore: all five asked at once, a majority waited for"),
    RED_LOCK("redisson-redlock", 5, "Redisson RedissonRedLock (deprecated): a majority has to grant it"),
    MULTI_LOCK("redisson-multilock", 5, "Redisson RedissonMultiLock: all five have to grant it"),
    SINGLE("lock-starter-single", 1, "this library, LockTemplate over RedisLockStore, on the first of the five");

    private final String id;
    private final int nodes;
    private final String description;

    Way(String id, int nodes, String description) {
        this.id = id;
        this.nodes = nodes;
        this.description = description;
    }

    public String id() {
        return id;
    }

    /** How many servers it locks on. */
    int nodes() {
        return nodes;
    }

    String description() {
        return description;
    }
}

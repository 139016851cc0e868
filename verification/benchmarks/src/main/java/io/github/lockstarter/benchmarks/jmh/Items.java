package io.github.lockstarter.benchmarks.jmh;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockOperations;

/** The same work twice: under the annotation, and through the template. */
class Items {
    private final LockOperations locks;

    Items(LockOperations locks) {
        this.locks = locks;
    }

    @DistributedLock(key = "'item:' + #id")
    public int annotated(String id) {
        return id.length();
    }

    /** Not annotated, so the proxy passes it on. */
    public int throughTemplate(String id) {
        return locks.execute("item:" + id, lease -> id.length());
    }
}

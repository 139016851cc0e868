package io.github.lockstarter.core;

import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/** Both modes of a lock of a template as {@link ReadWriteLock} has them. */
record ReadWriteThreadLock(Lock readLock, Lock writeLock) implements ReadWriteLock {

    ReadWriteThreadLock(LockRequest request, ThreadHolds holds) {
        this(
                new ThreadLock(request.permits(1).mode(LockMode.SHARED), holds),
                new ThreadLock(request.permits(1).mode(LockMode.EXCLUSIVE), holds));
    }
}

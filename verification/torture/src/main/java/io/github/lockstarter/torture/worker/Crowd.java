package io.github.lockstarter.torture.worker;

import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.torture.history.Workload;
import java.util.Random;

/** How many may hold a key at once: what callers of a workload ask for, who do not always agree. */
enum Crowd {
    SHARED(Workload.SHARED, 3, Crowd.ALL, Crowd.ALL, Crowd.ALL, 1),
    PERMITS(Workload.PERMITS, 4, 3, 3, 3, 3, 3, 2, 2, 1, Crowd.ALL),
    PASSERS(Workload.PASSERS, 1, Crowd.ALL, 3, 2, 1);

    private static final int ALL = Integer.MAX_VALUE;

    private final Workload workload;

    private final int threads;

    private final int[] permits;

    Crowd(Workload workload, int threads, int... permits) {
        this.workload = workload;
        this.threads = threads;
        this.permits = permits;
    }

    Workload workload() {
        return workload;
    }

    /** How many of one worker do this. */
    int threads() {
        return threads;
    }

    /** The request, for one of those numbers. */
    LockRequest drawn(Random random, LockRequest request) {
        int drawn = permits[random.nextInt(permits.length)];
        return drawn == ALL ? request.mode(LockMode.SHARED) : request.permits(drawn);
    }
}

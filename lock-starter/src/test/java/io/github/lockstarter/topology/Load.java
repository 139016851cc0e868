package io.github.lockstarter.topology;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Threads that take locks of a few keys in turn, as fast as they can, until it is closed. */
final class Load implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();

    private final Queue<LockException> failures = new ConcurrentLinkedQueue<>();

    private final HeldAtOnce held;

    private volatile boolean over;

    /** When anybody got a lock last, in nanoseconds. */
    private volatile long lastGrant = System.nanoTime();

    private final Duration ttl;

    private final Duration waitTime;

    Load(List<? extends LockOperations> jvms, List<String> keys, Duration ttl, Duration waitTime, HeldAtOnce held) {
        this.held = held;
        this.ttl = ttl;
        this.waitTime = waitTime;
        for (LockOperations jvm : jvms) {
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> run(jvm, keys), "load");
                threads.add(thread);
                thread.start();
            }
        }
    }

    private void run(LockOperations jvm, List<String> keys) {
        while (!over) {
            String key = keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
            try (Lease lease = jvm.acquire(LockRequest.of(key).ttl(ttl).waitTime(waitTime))) {
                held.enter(key, lease);
                lastGrant = System.nanoTime();
                Thread.onSpinWait();
                held.exit(key, lease);
            } catch (LockException e) {
                failures.add(e);
            }
        }
    }

    List<LockException> failures() {
        return List.copyOf(failures);
    }

    /** Whether somebody got a lock after this time. */
    boolean wasGrantedSince(long time) {
        return lastGrant - time > 0;
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(20).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

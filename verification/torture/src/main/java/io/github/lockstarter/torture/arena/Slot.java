package io.github.lockstarter.torture.arena;

import io.github.lockstarter.torture.chaos.ChaosProxy;

/** A place for a worker, and its line to Redis; when the worker is killed, another takes the place. Thread-safe. */
public final class Slot implements AutoCloseable {

    private final WorkerLauncher launcher;
    private final int number;
    private final ChaosProxy proxy;

    /** Guarded. */
    private Worker worker;

    Slot(WorkerLauncher launcher, int number, int redisPort) {
        this.launcher = launcher;
        this.number = number;
        proxy = ChaosProxy.to(redisPort);
        worker = launcher.start(number, proxy.port());
    }

    /** What is between the worker and Redis. */
    public ChaosProxy proxy() {
        return proxy;
    }

    public synchronized void awaitReady() {
        worker.awaitReady();
    }

    public synchronized void suspend() {
        worker.suspend();
    }

    public synchronized void resume() {
        worker.resume();
    }

    /** Kills the worker, and starts another, which takes a moment. */
    public synchronized void replace() {
        worker.awaitReady();
        worker.kill();
        worker = launcher.start(number, proxy.port());
    }

    synchronized Worker worker() {
        return worker;
    }

    @Override
    public synchronized void close() {
        worker.close();
        proxy.close();
    }
}

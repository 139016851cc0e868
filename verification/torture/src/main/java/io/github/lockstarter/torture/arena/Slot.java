package io.github.lockstarter.torture.arena;

import io.github.lockstarter.torture.chaos.ChaosProxy;
import java.util.Optional;

/** A place for a worker, and its line to Redis; when the worker is killed, another takes the place. Thread-safe. */
public final class Slot implements AutoCloseable {

    private final WorkerLauncher launcher;
    private final int number;
    private final Optional<ChaosProxy> proxy;

    /** Guarded. */
    private Worker worker;

    private Slot(WorkerLauncher launcher, int number, Optional<ChaosProxy> proxy) {
        this.launcher = launcher;
        this.number = number;
        this.proxy = proxy;
        worker = start();
    }

    static Slot behindProxy(WorkerLauncher launcher, int number, int redisPort) {
        return new Slot(launcher, number, Optional.of(ChaosProxy.to(redisPort)));
    }

    /** Without anything between the worker and Redis. */
    static Slot direct(WorkerLauncher launcher, int number) {
        return new Slot(launcher, number, Optional.empty());
    }

    private Worker start() {
        return launcher.start(number, proxy.map(ChaosProxy::port).orElse(0));
    }

    /** What is between the worker and Redis. */
    public ChaosProxy proxy() {
        return proxy.orElseThrow();
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
        worker = start();
    }

    synchronized Worker worker() {
        return worker;
    }

    @Override
    public synchronized void close() {
        worker.close();
        proxy.ifPresent(ChaosProxy::close);
    }
}

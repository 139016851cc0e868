package io.github.lockstarter.autoconfigure;

import org.springframework.context.SmartLifecycle;

/** Does something when the context stops: after the locks, before the connection factory. */
final class NotingLifecycle implements SmartLifecycle {

    private final Runnable note;

    private volatile boolean running = true;

    NotingLifecycle(Runnable note) {
        this.note = note;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        note.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 500;
    }
}

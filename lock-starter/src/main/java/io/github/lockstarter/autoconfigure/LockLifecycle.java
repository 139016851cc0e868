package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.core.LockTemplate;
import org.springframework.context.SmartLifecycle;

/**
 * Stops granting locks when the context closes: after the web server, the executors and the schedulers, which stand at the
 * highest phases, and before the connection factory, which stands at 0.
 */
final class LockLifecycle implements SmartLifecycle {

    private static final int PHASE = 1_000;

    private final LockTemplate template;

    private volatile boolean running;

    LockLifecycle(LockTemplate template) {
        this.template = template;
    }

    @Override
    public void start() {
        template.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        template.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}

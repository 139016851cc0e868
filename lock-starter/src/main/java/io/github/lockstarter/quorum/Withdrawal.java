package io.github.lockstarter.quorum;

import io.github.lockstarter.store.Acquire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Gives back what one node may have granted: at once, and again until it answers, but no longer than the ttl and a minute, after which a
 * server that executes commands at all has let it expire; and no longer than it is needed. Once answered, it is sent a last time if it may have overtaken the acquire,
 * which may still lie unread on a connection that was given up.
 */
final class Withdrawal {

    private static final long AFTER_TTL = TimeUnit.MINUTES.toNanos(1);

    /** A node that is back is asked again within this. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long OVERTAKEN = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long ANSWER = TimeUnit.SECONDS.toNanos(1);

    private final Nodes nodes;

    private final int node;

    private final Acquire acquire;

    private final BooleanSupplier needed;

    private final long end;

    private volatile boolean last;

    private final CompletableFuture<Void> first = new CompletableFuture<>();

    private volatile long pause = TimeUnit.MILLISECONDS.toNanos(50);

    private Withdrawal(Nodes nodes, int node, Acquire acquire, boolean overtaking, BooleanSupplier needed) {
        this.needed = needed;
        this.last = !overtaking;
        this.nodes = nodes;
        this.node = node;
        this.acquire = acquire;
        this.end = System.nanoTime() + acquire.ttl().toNanos() + AFTER_TTL;
    }

    /**
     * @param overtaking whether the acquire may yet be executed
     * @param needed whether the node may have granted it, or may yet: it may become known that it did not
     * @return completes when the first sending is answered, or has failed and others follow
     */
    static CompletionStage<Void> send(
            Nodes nodes, int node, Acquire acquire, boolean overtaking, BooleanSupplier needed) {
        Withdrawal withdrawal = new Withdrawal(nodes, node, acquire, overtaking, needed);
        withdrawal.send();
        return withdrawal.first;
    }

    private void sendAgain() {
        if (needed.getAsBoolean()) {
            send();
        }
    }

    private void send() {
        AtomicBoolean settled = new AtomicBoolean();
        Runnable cancel = nodes.timer().after(ANSWER, () -> settle(settled, false));
        nodes.ask(node, store -> store.withdraw(acquire)).whenComplete((done, failure) -> {
            cancel.run();
            settle(settled, failure == null);
        });
    }

    private void settle(AtomicBoolean settled, boolean answered) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        first.complete(null);
        if (nodes.timer().isClosed() || answered && last) {
            return;
        }
        if (answered) {
            last = true;
            nodes.timer().after(OVERTAKEN, this::sendAgain);
        } else if (System.nanoTime() - end < 0) {
            nodes.timer().after(pause, this::sendAgain);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }
}

package io.github.lockstarter.migrating;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of two nodes that stay in what they lock until it is known whether both get in. For one pair of calls. */
final class Visits {

    /** A call that may be refused, in its own words. */
    interface Call {

        void run() throws Exception;
    }

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final AtomicInteger inside = new AtomicInteger();

    private final CountDownLatch end = new CountDownLatch(1);

    /** What the locked code does. */
    void stay() {
        inside.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts a visit.", e);
        }
    }

    /** Whether the second call gets in while the first one is. It is known that it does not when it has given up. */
    boolean bothGetIn(Call first, Call second) {
        CompletableFuture<Void> one = start(first);
        await().dontCatchUncaughtExceptions().atMost(LONGEST).until(() -> inside.get() == 1 || one.isDone());
        if (one.isDone()) {
            one.join();
            throw new IllegalStateException("The first call has locked nothing that it stayed in.");
        }
        CompletableFuture<Void> two = start(second);
        await().dontCatchUncaughtExceptions().atMost(LONGEST).until(() -> inside.get() == 2 || two.isDone());
        boolean both = inside.get() == 2;
        end.countDown();
        one.join();
        await().dontCatchUncaughtExceptions().atMost(LONGEST).until(two::isDone);
        return both;
    }

    private static CompletableFuture<Void> start(Call call) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        call.run();
                        end.complete(null);
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                })
                .start();
        return end;
    }
}

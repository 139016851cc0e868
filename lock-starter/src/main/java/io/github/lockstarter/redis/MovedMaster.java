package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a look for a new master when the present one does not answer. Left to itself, a client waits for a server that is gone, or stands
 * still, for as long as TCP does, though another one has taken its place long since.
 *
 * <p>Invariant: while a command is under way, there is a next time when it is looked at how old it is, unless there are no threads left; and never two
 * looks at once.
 */
final class MovedMaster<T> {

    private static final Logger log = LoggerFactory.getLogger(MovedMaster.class);

    /** How old a command without an answer has to be for a look, and how often there is one. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long LONGEST_LOOK = 5;

    private final RedisThreads threads;

    private final UnderWay<T> underWay = new UnderWay<>();

    private final Supplier<CompletionStage<?>> look;

    private final AtomicBoolean watching = new AtomicBoolean();

    private final AtomicBoolean looking = new AtomicBoolean();

    /** @param look may block, and throw; there is no other until what it returns is done, or 5 s are over */
    MovedMaster(RedisThreads threads, Supplier<CompletionStage<?>> look) {
        this.threads = threads;
        this.look = look;
    }

    /**
     * A command was sent.
     *
     * @param about what tells later whether it went to a master that is none any more
     * @return the answer: the reply, or that none is waited for any more
     */
    CompletableFuture<Object> watch(CompletableFuture<Object> reply, T about) {
        CompletableFuture<Object> answer = underWay.add(reply, about);
        watch();
        answer.whenComplete((value, failure) -> {
            // Also by one that answers, but to whom no replica listens any more.
            if (failure != null && StoreFailure.kindOf(failure) != StoreFailure.Kind.REJECTED) {
                lookSoon();
            }
        });
        return answer;
    }

    /** Another server is the master: nobody waits any longer for what went to these. */
    void giveUp(Predicate<T> sentToAnother) {
        underWay.giveUp(PATIENCE, sentToAnother, "another server has taken the place of the one that was asked");
    }

    private void watch() {
        if (watching.compareAndSet(false, true)) {
            threads.later(this::check, PATIENCE, clearing(watching));
        }
    }

    /** There may be another master, or it is not known yet which it is. */
    void lookSoon() {
        if (looking.compareAndSet(false, true)) {
            threads.later(this::look, PATIENCE, clearing(looking));
        }
    }

    /** Where there is no thread for it, the next command tries again. */
    private static CompletableFuture<Void> clearing(AtomicBoolean flag) {
        CompletableFuture<Void> task = new CompletableFuture<>();
        task.whenComplete((done, noThread) -> flag.set(false));
        return task;
    }

    private void check() {
        watching.set(false);
        if (underWay.isEmpty()) {
            return;
        }
        // Whatever happens below, there is a next time.
        watch();
        if (underWay.anyOlderThan(PATIENCE) && looking.compareAndSet(false, true)) {
            look();
        }
    }

    private void look() {
        CompletableFuture<?> done;
        try {
            done = look.get().thenApply(same -> same).toCompletableFuture();
        } catch (Throwable e) {
            done = CompletableFuture.failedFuture(e);
        }
        done.orTimeout(LONGEST_LOOK, TimeUnit.SECONDS).whenComplete((found, failure) -> {
            looking.set(false);
            if (failure != null) {
                log.debug("Could not look for the master: {}", failure.toString());
            }
        });
    }
}

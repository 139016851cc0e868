package io.github.lockstarter.reactive;

import java.util.concurrent.atomic.AtomicReference;
import kotlin.Unit;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.Job;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/**
 * Knows when a coroutine has ended that was cancelled: not before its {@code finally} blocks, and what it does not let itself be
 * cancelled in. In its context, it sees the coroutine whenever that gets a thread.
 *
 * <p>Invariant: a coroutine that was not seen when it was cancelled does not begin, since it looks whether it is cancelled after it
 * was seen.
 */
final class CoroutineEnd extends AbstractCoroutineContextElement implements ThreadContextElement<Unit> {

    private static final CoroutineContext.Key<CoroutineEnd> KEY = new CoroutineContext.Key<>() {};

    /** The first that is seen: later ones are its children. */
    private final AtomicReference<@Nullable Job> coroutine = new AtomicReference<>();

    CoroutineEnd() {
        super(KEY);
    }

    @Override
    public Unit updateThreadContext(CoroutineContext context) {
        if (coroutine.get() == null) {
            coroutine.compareAndSet(null, context.get(Job.Key));
        }
        return Unit.INSTANCE;
    }

    @Override
    public void restoreThreadContext(CoroutineContext context, Unit before) {}

    /** To be called when it was cancelled. */
    void whenEnded(Runnable then) {
        Job job = coroutine.get();
        if (job == null) {
            then.run();
        } else {
            job.invokeOnCompletion(failure -> {
                then.run();
                return Unit.INSTANCE;
            });
        }
    }
}

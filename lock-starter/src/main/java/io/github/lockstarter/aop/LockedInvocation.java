package io.github.lockstarter.aop;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** One call of a locked method, for an {@link Invoker} to run. Thread-safe as far as the method is. */
public final class LockedInvocation {

    private final LockSpec spec;

    private final Method method;

    private final LockRequest request;

    private final LockOperations operations;

    private final @Nullable Object bean;

    private final @Nullable Object[] arguments;

    private final Proceedings.Repeatable proceeding;

    LockedInvocation(
            LockSpec spec,
            Method method,
            LockRequest request,
            LockOperations operations,
            @Nullable Object bean,
            @Nullable Object[] arguments,
            Proceedings.Repeatable proceeding) {
        this.spec = spec;
        this.method = method;
        this.request = request;
        this.operations = operations;
        this.bean = bean;
        this.arguments = arguments;
        this.proceeding = proceeding;
    }

    public Method method() {
        return method;
    }

    public LockRequest request() {
        return request;
    }

    public LockOperations operations() {
        return operations;
    }

    /** Runs inner advice, then the method, on this thread: as often as it is called. */
    public @Nullable Object proceed() throws Exception {
        return proceed(arguments);
    }

    /** As {@link #proceed()}, with other arguments. */
    public @Nullable Object proceed(@Nullable Object[] otherArguments) throws Exception {
        return Proceedings.proceed(() -> proceeding.proceed(otherArguments));
    }

    /** A copy. */
    public @Nullable Object[] arguments() {
        return arguments.clone();
    }

    /** Whether a failure says that the method has not run, and the caller is to be answered all the same. */
    public boolean isAnswered(Throwable failure) {
        return spec.notRun() != NotRun.THROW
                && (failure instanceof LockNotAcquiredException || failure instanceof LockStoreException);
    }

    /**
     * What the caller gets instead of the method's result.
     *
     * @param failure as {@link #isAnswered} says
     */
    public @Nullable Object answer(Throwable failure) throws Exception {
        return Proceedings.proceed(() -> spec.notRun().answer((LockException) failure, bean, arguments));
    }
}

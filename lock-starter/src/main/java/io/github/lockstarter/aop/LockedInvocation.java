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

    /** {@return the locked method} */
    public Method method() {
        return method;
    }

    /** {@return what is asked of the lock} */
    public LockRequest request() {
        return request;
    }

    /** {@return what acquires it} */
    public LockOperations operations() {
        return operations;
    }

    /**
     * Runs inner advice, then the method, on this thread: as often as it is called.
     *
     * @return what the method returns
     * @throws Exception what the method throws
     */
    public @Nullable Object proceed() throws Exception {
        return proceed(arguments);
    }

    /**
     * As {@link #proceed()}, with other arguments.
     *
     * @param otherArguments in the place of those of the call
     * @return what the method returns
     * @throws Exception what the method throws
     */
    public @Nullable Object proceed(@Nullable Object[] otherArguments) throws Exception {
        return Proceedings.proceed(() -> proceeding.proceed(otherArguments));
    }

    /** {@return a copy of the arguments} */
    public @Nullable Object[] arguments() {
        return arguments.clone();
    }

    /**
     * {@return whether a failure says that the method has not run, and the caller is to be answered all the same}
     *
     * @param failure of the acquisition
     */
    public boolean isAnswered(Throwable failure) {
        return spec.notRun() != NotRun.THROW
                && (failure instanceof LockNotAcquiredException || failure instanceof LockStoreException);
    }

    /**
     * {@return what the caller gets instead of the method's result}
     *
     * @param failure as {@link #isAnswered} says
     * @throws Exception what says that the method did not run, or what its fallback throws
     */
    public @Nullable Object answer(Throwable failure) throws Exception {
        return Proceedings.proceed(() -> spec.notRun().answer((LockException) failure, bean, arguments));
    }
}

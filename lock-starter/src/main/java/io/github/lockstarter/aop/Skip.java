package io.github.lockstarter.aop;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockNotAcquiredException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Nobody minds that somebody else is at it.
 *
 * @param nothing what the caller gets
 */
record Skip(@Nullable Object nothing) implements NotRun {

    private static final Map<Class<?>, Object> EMPTY = Map.of(
            Optional.class, Optional.empty(),
            OptionalInt.class, OptionalInt.empty(),
            OptionalLong.class, OptionalLong.empty(),
            OptionalDouble.class, OptionalDouble.empty());

    /** @throws IllegalArgumentException if there is nothing to return */
    static Skip of(Class<?> returned) {
        if (returned.isPrimitive() && returned != Void.TYPE) {
            throw new IllegalArgumentException(
                    "the method returns " + returned + ", and there is none that says nothing");
        }
        return new Skip(EMPTY.get(returned));
    }

    @Override
    public @Nullable Object answer(LockException failure, @Nullable Object bean, @Nullable Object[] arguments) {
        if (failure instanceof LockNotAcquiredException) {
            return nothing;
        }
        throw failure;
    }
}

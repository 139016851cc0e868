package io.github.lockstarter.aop;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.OnBusy;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;

/** Reads what a call comes to whose method has not run: {@code onBusy} and {@code fallback}. */
final class NotRunReader {

    private final Interception interception;

    NotRunReader(Interception interception) {
        this.interception = interception;
    }

    /** @throws LockConfigurationException if it can never work */
    NotRun read(
            MergedAnnotation<DistributedLock> annotation,
            LockOverride override,
            Method method,
            Class<?> type,
            @Nullable Invoker invoker) {
        OnBusy onBusy = override.onBusy() == null ? annotation.getEnum("onBusy", OnBusy.class) : override.onBusy();
        boolean skips = onBusy == OnBusy.SKIP;
        String fallback = annotation.getString("fallback");
        if (skips && !fallback.isEmpty()) {
            throw refusal(
                    "onBusy = SKIP and fallback = \"%s\"".formatted(fallback),
                    method,
                    type,
                    "each says what a busy call comes to",
                    "Leave one of them out.");
        }
        if (skips) {
            try {
                return invoker == null ? Skip.of(method.getReturnType()) : new Skip(invoker.nothing());
            } catch (IllegalArgumentException e) {
                throw refusal(
                        "onBusy = SKIP",
                        method,
                        type,
                        e.getMessage(),
                        "Return a wrapper or an Optional, or leave onBusy out and catch LockNotAcquiredException.");
            }
        }
        return fallback.isEmpty() ? NotRun.THROW : fallback(fallback, method, type);
    }

    private NotRun fallback(String name, Method method, Class<?> type) {
        try {
            return Fallback.named(name, method, type, interception);
        } catch (IllegalArgumentException e) {
            throw refusal(
                    "fallback = \"%s\"".formatted(name),
                    method,
                    type,
                    e.getMessage(),
                    "Name a method of the same bean that takes what the locked method takes, may take a LockException after that, and returns the same type.");
        }
    }

    private static LockConfigurationException refusal(
            String what, Method method, Class<?> type, @Nullable String why, String action) {
        return new LockConfigurationException(
                "%s of @DistributedLock on %s: %s.".formatted(what, LockSpecReader.where(method, type), why), action);
    }
}

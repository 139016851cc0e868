package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say of one lock: each wins over the annotation's attribute of that name. Null: not said.
 *
 * @param property what its properties begin with, for messages
 * @param ttl in the place of {@link io.github.lockstarter.DistributedLock#ttl()}
 * @param retries in the place of {@link io.github.lockstarter.DistributedLock#retries()}
 * @param retryDelay in the place of {@link io.github.lockstarter.DistributedLock#retryDelay()}
 * @param waitTime in the place of {@link io.github.lockstarter.DistributedLock#waitTime()}
 * @param renew in the place of {@link io.github.lockstarter.DistributedLock#renew()}
 * @param maxHold in the place of {@link io.github.lockstarter.DistributedLock#maxHold()}
 * @param minHold in the place of {@link io.github.lockstarter.DistributedLock#minHold()}
 * @param permits in the place of {@link io.github.lockstarter.DistributedLock#permits()}
 * @param onLost in the place of {@link io.github.lockstarter.DistributedLock#onLost()}
 * @param onBusy in the place of {@link io.github.lockstarter.DistributedLock#onBusy()}
 */
public record LockOverride(
        String property,
        @Nullable Duration ttl,
        @Nullable Integer retries,
        @Nullable Duration retryDelay,
        @Nullable Duration waitTime,
        @Nullable Boolean renew,
        @Nullable Duration maxHold,
        @Nullable Duration minHold,
        @Nullable Integer permits,
        @Nullable OnLost onLost,
        @Nullable OnBusy onBusy) {

    /** Nothing is said. */
    static final LockOverride NONE = new LockOverride("", null, null, null, null, null, null, null, null, null, null);

    /** @throws LockConfigurationException if one is out of range */
    LockRequest applyTo(LockRequest annotated) {
        LockRequest request = with(annotated, "ttl", ttl, LockRequest::ttl);
        request = with(request, "retries", retries, LockRequest::retries);
        request = with(request, "retry-delay", retryDelay, LockRequest::retryDelay);
        request = with(request, "wait-time", waitTime, LockRequest::waitTime);
        request = with(request, "renew", renew, LockRequest::renew);
        request = with(request, "max-hold", maxHold, LockRequest::maxHold);
        request = with(request, "min-hold", minHold, LockRequest::minHold);
        request = with(request, "permits", permits, LockRequest::permits);
        return with(request, "on-lost", onLost, LockRequest::onLost);
    }

    private <T> LockRequest with(
            LockRequest request, String setting, @Nullable T value, BiFunction<LockRequest, T, LockRequest> change) {
        if (value == null) {
            return request;
        }
        try {
            return change.apply(request, value);
        } catch (IllegalArgumentException e) {
            throw new LockConfigurationException(
                    "%s.%s: %s".formatted(property, setting, e.getMessage()),
                    "Correct it, or leave it out for what the annotation says.",
                    e);
        }
    }
}

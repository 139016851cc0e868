package io.github.lockstarter.redis.fenced;

import io.lettuce.core.RedisException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries why a command was not executed through Lettuce and Spring Data to the caller, who gets the reason itself. */
final class Refusal extends RedisException {

    private final transient Supplier<RuntimeException> reason;

    /** @param reason asked for on the caller's thread */
    Refusal(String message, Supplier<RuntimeException> reason) {
        super(message);
        this.reason = reason;
    }

    Refusal(RuntimeException reason) {
        super(reason.getMessage(), reason);
        this.reason = () -> reason;
    }

    RuntimeException reason() {
        return reason.get();
    }

    /** The one that is behind a failure, if one is. */
    static @Nullable Refusal in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
        }
        return null;
    }
}

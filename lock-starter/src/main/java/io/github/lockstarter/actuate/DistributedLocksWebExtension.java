package io.github.lockstarter.actuate;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint over HTTP: where the store does not answer, 503 and why, instead of a bare 500. Thread-safe.
 */
@EndpointWebExtension(endpoint = DistributedLocksEndpoint.class)
public final class DistributedLocksWebExtension {

    private final DistributedLocksEndpoint endpoint;

    /** @param endpoint which does it */
    public DistributedLocksWebExtension(DistributedLocksEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * The body of a 503.
     *
     * @param key as asked for
     * @param error what the store said, or that it said nothing in time
     */
    public record Unavailable(
            @Nullable String key, @Nullable String error) {}

    /**
     * See {@link DistributedLocksEndpoint#report}.
     *
     * @param key null: of this JVM, whatever keys
     * @return 200 with a {@link DistributedLocksEndpoint.Report}, or 503 with {@link Unavailable}
     */
    // Boot 3.5 knows by Spring's own annotation alone that it may be left out.
    @SuppressWarnings("deprecation")
    @ReadOperation
    public WebEndpointResponse<Object> report(@org.springframework.lang.Nullable @Nullable String key) {
        return answered(key, () -> endpoint.report(key));
    }

    /**
     * See {@link DistributedLocksEndpoint#release}.
     *
     * @param key as the lock has it, without the prefix
     * @return 200 with a {@link DistributedLocksEndpoint.ForceRelease}, or 503 with {@link Unavailable}: then it may have been
     *     released all the same
     */
    @DeleteOperation
    public WebEndpointResponse<Object> release(String key) {
        return answered(key, () -> endpoint.release(key));
    }

    private static WebEndpointResponse<Object> answered(@Nullable String key, Supplier<Object> question) {
        try {
            return new WebEndpointResponse<>(question.get());
        } catch (NotAnsweredException e) {
            return new WebEndpointResponse<>(
                    new Unavailable(key, e.getMessage()), WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
        }
    }
}

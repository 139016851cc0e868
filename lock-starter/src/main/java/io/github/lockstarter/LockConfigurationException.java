package io.github.lockstarter;

import org.jspecify.annotations.Nullable;

/**
 * A lock is configured in a way that cannot work: an annotation, a property or a bean. Thrown when the bean is made, shown
 * by Boot as the reason why the application failed to start.
 */
public final class LockConfigurationException extends RuntimeException {

    private final String action;

    /**
     * Shown by Spring Boot as description and action when the application fails to start.
     *
     * @param description what is wrong, and where
     * @param action what to do about it
     * @param cause what was thrown where it was found; null: nothing
     */
    public LockConfigurationException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /**
     * Without a cause.
     *
     * @param description what is wrong, and where
     * @param action what to do about it
     */
    public LockConfigurationException(String description, String action) {
        this(description, action, null);
    }

    /** {@return what to do about it} */
    public String action() {
        return action;
    }
}

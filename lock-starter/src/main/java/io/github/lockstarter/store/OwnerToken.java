package io.github.lockstarter.store;

import java.util.Optional;

/**
 * The random identity of one lease: 128 bits in hex, then {@code @} and the readable instance that holds it, or {@code @!} and
 * the instance where that hears no hints. Whoever knows it can release the lock, so it is shown nowhere.
 *
 * @param value as it stands in the store
 */
public record OwnerToken(String value) {

    private static final String DEAF = "!";

    private static final String KEPT = "kept:";

    private static final int LONGEST_INSTANCE = 255;

    public OwnerToken {
        if (instanceIn(value).isEmpty()) {
            throw new IllegalArgumentException("An owner token is <random>@<instance>.");
        }
    }

    /** The readable part: which instance holds the lock. */
    public String instance() {
        return instanceIn(value).orElseThrow();
    }

    /**
     * The readable part of what was found in the store; empty if that is no owner token of ours. What anybody could have written there
     * gets into messages, so it is short and of printable characters.
     */
    public static Optional<String> instanceIn(String stored) {
        int at = stored.lastIndexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        boolean deaf = stored.startsWith(DEAF, at + 1);
        String instance = stored.substring(deaf ? at + 1 + DEAF.length() : at + 1);
        return isReadable(instance) ? Optional.of(instance) : Optional.empty();
    }

    private static boolean isReadable(String instance) {
        for (int i = 0; i < instance.length(); i++) {
            switch (Character.getType(instance.charAt(i))) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {
                    return false;
                }
                default -> {}
            }
        }
        return instance.length() <= LONGEST_INSTANCE;
    }

    /** Another one of the same instance, for one of several attempts: where each needs its own. */
    public OwnerToken inAttempt(long number) {
        int at = value.lastIndexOf('@');
        return new OwnerToken(value.substring(0, at) + "-" + number + value.substring(at));
    }

    /** What stands in its place once it has released a lock that is kept: nobody's token. */
    public OwnerToken kept() {
        return new OwnerToken(KEPT + value);
    }

    /** The same, but no hints are to be waited for: it looks by itself. */
    public OwnerToken deaf() {
        int instance = value.lastIndexOf('@') + 1;
        return isDeaf() ? this : new OwnerToken(value.substring(0, instance) + DEAF + value.substring(instance));
    }

    /** Whether it hears no hints: a store reserves the lock for it all the same, and tells nobody. */
    public boolean isDeaf() {
        return value.startsWith(DEAF, value.lastIndexOf('@') + 1);
    }

    /** Without the random part. */
    @Override
    public String toString() {
        return "...@" + instance();
    }
}

package io.github.lockstarter.store;

import java.util.Optional;

/**
 * The random identity of one lease: 128 bits in hex, then {@code @} and the readable instance that holds it, or {@code @!} and
 * the instance where that hears no hints. Where others may hold the lock at the same time, {@code ~} before the {@code @} says how
 * many: {@code ~5}, {@code ~all}. Whoever knows it can release the lock, so it is shown nowhere.
 *
 * @param value as it stands in the store
 */
public record OwnerToken(String value) {

    /** As many permits as there are holders: shared. */
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    private static final char PERMITS = '~';

    private static final String ALL = "all";

    private static final String DEAF = "!";

    private static final String KEPT = "kept:";

    private static final int LONGEST_INSTANCE = 255;

    /**
     * Checks it.
     *
     * @param value {@code <random>@<instance>}
     * @throws IllegalArgumentException if it is no owner token
     */
    public OwnerToken {
        if (instanceIn(value).isEmpty()) {
            throw new IllegalArgumentException("An owner token is <random>@<instance>.");
        }
    }

    /**
     * {@return the same for a lock that as many may hold at once, this one included}
     *
     * @param permits 1 or more; {@link #ANY_NUMBER}: whoever shares it
     */
    public OwnerToken withPermits(int permits) {
        if (permits == 1) {
            return this;
        }
        int at = value.lastIndexOf('@');
        String number = permits == ANY_NUMBER ? ALL : Integer.toString(permits);
        return new OwnerToken(value.substring(0, at) + PERMITS + number + value.substring(at));
    }

    /** {@return how many may hold the lock at once, this one included: 1, nobody else; {@link #ANY_NUMBER}, whoever shares it} */
    public int permits() {
        int end = value.lastIndexOf('@');
        int begin = value.lastIndexOf(PERMITS, end);
        if (begin < 0) {
            return 1;
        }
        String number = value.substring(begin + 1, end);
        return number.equals(ALL) ? ANY_NUMBER : Integer.parseInt(number);
    }

    /** {@return whether nobody else may hold the lock at the same time} */
    public boolean isExclusive() {
        return permits() == 1;
    }

    /** {@return the readable part: which instance holds the lock} */
    public String instance() {
        return instanceIn(value).orElseThrow();
    }

    /**
     * {@return the readable part of what was found in the store; empty if that is no owner token of ours} What anybody could have written there
     * gets into messages, so it is short and of printable characters.
     *
     * @param stored what was found
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

    /**
     * {@return another one of the same instance, for one of several attempts: where each needs its own}
     *
     * @param number of the attempt
     */
    public OwnerToken inAttempt(long number) {
        int at = value.lastIndexOf('@');
        return new OwnerToken(value.substring(0, at) + "-" + number + value.substring(at));
    }

    /** {@return what stands in its place once it has released a lock that is kept: nobody's token} */
    public OwnerToken kept() {
        return new OwnerToken(KEPT + value);
    }

    /** {@return whether it is what stands in the place of one who has released a lock that is kept} */
    public boolean isKept() {
        return value.startsWith(KEPT);
    }

    /** {@return the same, but no hints are to be waited for: it looks by itself} */
    public OwnerToken deaf() {
        int instance = value.lastIndexOf('@') + 1;
        return isDeaf() ? this : new OwnerToken(value.substring(0, instance) + DEAF + value.substring(instance));
    }

    /** {@return whether it hears no hints: a store reserves the lock for it all the same, and tells nobody} */
    public boolean isDeaf() {
        return value.startsWith(DEAF, value.lastIndexOf('@') + 1);
    }

    /** Without the random part. */
    @Override
    public String toString() {
        return "...@" + instance();
    }
}

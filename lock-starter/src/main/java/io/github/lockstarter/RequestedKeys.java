package io.github.lockstarter;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of a request, checked: what is refused here reaches no store. */
final class RequestedKeys {

    private static final int MOST = 100;

    private RequestedKeys() {}

    /**
     * {@return it alone}
     *
     * @throws IllegalArgumentException if it is blank, or no valid text
     */
    static Set<String> of(String key) {
        return Set.of(checked(key));
    }

    /**
     * {@return them, sorted, each once, unmodifiable}
     *
     * @throws IllegalArgumentException if there are none or more than 100, or one is null, blank or no valid text
     */
    static Set<String> of(Collection<String> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("No key: a lock needs at least one.");
        }
        if (keys.size() == 1) {
            return Set.of(checked(keys.iterator().next()));
        }
        TreeSet<String> sorted = new TreeSet<>();
        for (String key : keys) {
            sorted.add(checked(key));
        }
        if (sorted.size() > MOST) {
            throw new IllegalArgumentException(
                    sorted.size() + " keys: one call locks at most " + MOST + ". Lock what they have in common.");
        }
        return Collections.unmodifiableSet(sorted);
    }

    private static String checked(@Nullable String key) {
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(key == null ? "The key is null." : "The key '" + key + "' is blank.");
        }
        for (int i = 0; i < key.length(); i++) {
            if (Character.isSurrogate(key.charAt(i))) {
                if (!Character.isSurrogatePair(key.charAt(i), i + 1 < key.length() ? key.charAt(i + 1) : ' ')) {
                    throw new IllegalArgumentException("The key has an unpaired surrogate at index " + i
                            + ": no valid text, and in Redis it would be the same as other keys.");
                }
                i++;
            }
        }
        return key;
    }
}

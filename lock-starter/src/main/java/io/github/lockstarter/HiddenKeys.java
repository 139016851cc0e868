package io.github.lockstarter;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;

/**
 * Keys that are not for everybody's eyes, as customer numbers are not: the set is equal to any other with the same keys, but
 * whatever prints it prints {@code [hidden]}, and messages of exceptions leave its keys out. Immutable.
 */
public final class HiddenKeys extends AbstractSet<String> {

    private final Set<String> keys;

    private HiddenKeys(Set<String> keys) {
        this.keys = keys;
    }

    /**
     * {@return the same keys, in the same order, hidden}
     *
     * @param keys what nobody is to read
     */
    public static Set<String> of(Set<String> keys) {
        return keys instanceof HiddenKeys ? keys : new HiddenKeys(keys);
    }

    static boolean are(Collection<String> keys) {
        return keys instanceof HiddenKeys;
    }

    @Override
    public Iterator<String> iterator() {
        return keys.iterator();
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public boolean contains(Object key) {
        return keys.contains(key);
    }

    @Override
    public boolean remove(Object key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "[hidden]";
    }
}

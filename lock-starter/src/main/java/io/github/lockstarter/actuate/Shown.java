package io.github.lockstarter.actuate;

import io.github.lockstarter.HiddenKeys;
import java.util.Set;
import java.util.TreeSet;

/** What the endpoint shows of keys. */
final class Shown {

    private Shown() {}

    /** Hidden ones are not shown here either. */
    static Set<String> keys(Set<String> keys) {
        return keys instanceof HiddenKeys ? Set.of("[hidden]") : new TreeSet<>(keys);
    }
}

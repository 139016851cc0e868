package io.github.lockstarter.aop;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What the properties say of single locks. Names are compared without case, dashes, dots and underscores: an environment variable
 * cannot have them. Thread-safe; notes which locks there are, one entry a name.
 */
public final class LockOverrides {

    private final Map<String, LockOverride> byPlainName;

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** @param byName by the lock's name, however it is written */
    public LockOverrides(Map<String, LockOverride> byName) {
        this.byPlainName =
                byName.entrySet().stream().collect(Collectors.toMap(each -> plain(each.getKey()), Map.Entry::getValue));
    }

    /**
     * {@return a name as it is compared}
     *
     * @param name of a lock, as written in code or in a property
     */
    public static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-._]", "");
    }

    LockOverride of(String name) {
        names.add(name);
        return byPlainName.getOrDefault(plain(name), LockOverride.NONE);
    }

    /** {@return the names of all locks that were seen so far} */
    public Set<String> names() {
        return new TreeSet<>(names);
    }

    /** {@return what the properties begin with that are for none of these} */
    public Set<String> unused() {
        Set<String> seen = names.stream().map(LockOverrides::plain).collect(Collectors.toSet());
        return byPlainName.entrySet().stream()
                .filter(each -> !seen.contains(each.getKey()))
                .map(each -> each.getValue().property())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package io.github.lockstarter.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices when two methods share a default name: overloads, or classes of the same simple name. Thread-safe. */
final class DefaultNames {

    private static final Logger log = LoggerFactory.getLogger(DefaultNames.class);

    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /** @param isKey whether the name is the key of the lock too */
    void note(String name, Method method, Class<?> type, boolean isKey) {
        Place place = new Place(method, type, isKey);
        Place other = places.putIfAbsent(name, place);
        if (other == null || other.method().equals(method) && other.type().equals(type)) {
            return;
        }
        log.warn(
                "Two methods share the lock name '{}' by default: {} of {} and {} of {}. {} Give one of them a name: @DistributedLock(name = \"...\").",
                name,
                other.method(),
                other.type().getName(),
                method,
                type.getName(),
                isKey && other.isKey()
                        ? "It is their key too, so they exclude each other."
                        : "In logs, metrics and settings they are one.");
    }

    private record Place(Method method, Class<?> type, boolean isKey) {}
}

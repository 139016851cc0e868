package io.github.lockstarter.aop;

import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code #root} is in a key: {@code #root.method}, {@code #root.target}, {@code #root.args}.
 *
 * @param method the locked method
 * @param target null for a static method, which only weaving reaches
 * @param args what it was called with
 */
public record KeyRoot(
        Method method, @Nullable Object target, @Nullable Object[] args) {

    static final Set<String> PROPERTIES = Set.of("method", "target", "args");
}

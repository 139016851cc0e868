package io.github.lockstarter.aop;

import io.github.lockstarter.LockRequest;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation says of one method of one class, read and checked once. Immutable.
 *
 * @param template all but the keys of the request that a call makes
 * @param key makes the keys of a call; null: the name is the key, for all calls
 * @param notRun what a call comes to that does not acquire its lock
 * @param invoker runs a method whose work may go on after it has returned; null: this one's is over then
 */
record LockSpec(
        LockRequest template,
        @Nullable KeyExpression key,
        NotRun notRun,
        @Nullable Invoker invoker) {

    LockRequest request(Method method, @Nullable Object target, @Nullable Object[] arguments) {
        if (key == null) {
            return template;
        }
        List<String> keys = key.evaluate(method, target, arguments);
        try {
            return template.keys(keys);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " makes no keys: " + e.getMessage(), e);
        }
    }
}

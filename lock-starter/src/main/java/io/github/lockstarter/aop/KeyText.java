package io.github.lockstarter.aop;

import java.lang.reflect.Method;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.UUID;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** What may be in a key, and how it reads there: text, numbers, booleans, chars, enums, UUIDs, java.time. */
final class KeyText {

    private KeyText() {}

    static boolean isPossibleFor(Class<?> type) {
        if (CharSequence.class.isAssignableFrom(type) || Number.class.isAssignableFrom(type)) {
            return type.getName().startsWith("java.") || hasTextOfItsOwn(type);
        }
        return ClassUtils.isPrimitiveOrWrapper(type)
                || Enum.class.isAssignableFrom(type)
                || type == UUID.class
                || type.getPackageName().startsWith("java.time") && isOfTime(type);
    }

    static String of(Object value) {
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }

    /** A clock or a formatter is of java.time too, and has no text that says anything. */
    private static boolean isOfTime(Class<?> type) {
        return TemporalAccessor.class.isAssignableFrom(type)
                || TemporalAmount.class.isAssignableFrom(type)
                || ZoneId.class.isAssignableFrom(type);
    }

    private static boolean hasTextOfItsOwn(Class<?> type) {
        Method toString = ReflectionUtils.findMethod(type, "toString");
        return toString != null && toString.getDeclaringClass() != Object.class;
    }
}

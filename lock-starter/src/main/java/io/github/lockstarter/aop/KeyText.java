package io.github.lockstarter.aop;

import java.util.UUID;

/** What may be in a key, and how it reads there. */
final class KeyText {

    private KeyText() {}

    static boolean isPossibleFor(Object value) {
        return value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>
                || value instanceof UUID
                || value.getClass().getPackageName().startsWith("java.time");
    }

    static String of(Object value) {
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }
}

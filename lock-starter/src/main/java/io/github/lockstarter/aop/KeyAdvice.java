package io.github.lockstarter.aop;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What to do about a key that cannot be one: as a reader would say it who has seen the mistake before. */
final class KeyAdvice {

    private static final String PUT_TOGETHER =
            "Put fixed text in single quotes and arguments after #, and join them with +: key = \"'item:' + #id\".";

    private KeyAdvice() {}

    /** For an expression that means something else than its writer thought. */
    static String forText(String text, Collection<String> variables) {
        if (text.contains("#{")) {
            return "There is no #{ } in a key, it is an expression already. " + PUT_TOGETHER;
        }
        if (text.contains("#") || text.contains("'") || text.contains("+")) {
            return PUT_TOGETHER;
        }
        String argument = variables.contains(text) ? "For the argument, write #" + text + ". " : "";
        return argument + "For fixed text, quote it: key = \"'%s'\".".formatted(text);
    }

    /**
     * For a type that identifies nothing.
     *
     * @param part the part of the key that has it
     */
    static String forType(Class<?> type, String part) {
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "A collection or an array is a key only on its own, and locks all of its elements.";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "Use one of its values: %s['id'], for example.".formatted(variableIn(part));
        }
        if (type == Optional.class) {
            return "Use what is in it: %s.orElseThrow().".formatted(variableIn(part));
        }
        return "Its text does not say which one it is: use %s.id, or whatever property does."
                .formatted(variableIn(part));
    }

    private static String variableIn(String part) {
        return part.matches("#\\w+(\\.\\w+)*") ? part : "#bid";
    }
}

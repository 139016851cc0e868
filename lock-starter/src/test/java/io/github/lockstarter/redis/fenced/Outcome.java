package io.github.lockstarter.redis.fenced;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.data.redis.core.Cursor;

/**
 * What a call did, as text.
 *
 * @param threw whether it threw
 * @param text the result, or what was thrown and by what
 * @param state of the database afterwards
 */
record Outcome(boolean threw, String text, String state) {

    static Outcome of(Method method, Object target, Object[] arguments, SampleData data) {
        boolean threw = false;
        String text;
        try {
            method.setAccessible(true);
            text = text(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            threw = true;
            text = text(e.getCause());
        } catch (RuntimeException e) {
            // Of a cursor.
            threw = true;
            text = text(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return new Outcome(threw, text, data.state());
    }

    Outcome withoutNumbers() {
        return new Outcome(threw, text.replaceAll("\\d+", "n"), state.replaceAll("\\d+", "n"));
    }

    /** Of what was drawn, only of what class it is. */
    Outcome withoutElement() {
        return new Outcome(threw, threw ? text : text.replaceAll(" .*", ""), state);
    }

    private static String text(Throwable failure) {
        List<String> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.add(cause.getClass().getName() + ": " + cause.getMessage());
        }
        return String.join(" <- ", causes);
    }

    private static String text(Object result) {
        if (result == null) {
            return "null";
        }
        if (result instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        }
        if (result instanceof Cursor<?> cursor) {
            try (cursor) {
                return "Cursor " + elements(cursor);
            }
        }
        if (result instanceof Set<?> set) {
            return "Set " + new TreeSet<>(elements(set.iterator()));
        }
        if (result instanceof Map<?, ?> map) {
            return "Map " + text(map.entrySet());
        }
        if (result instanceof Map.Entry<?, ?> entry) {
            return text(entry.getKey()) + "=" + text(entry.getValue());
        }
        if (result instanceof Iterable<?> all) {
            return result.getClass().getSimpleName() + " " + elements(all.iterator());
        }
        if (result.getClass().isArray()) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < Array.getLength(result); i++) {
                all.add(Array.get(result, i));
            }
            return "array " + elements(all.iterator());
        }
        return result.getClass().getSimpleName() + " " + result.toString().replaceAll("@[0-9a-f]{4,8}\\b", "@");
    }

    private static List<String> elements(Iterator<?> elements) {
        List<String> texts = new ArrayList<>();
        elements.forEachRemaining(element -> texts.add(text(element)));
        return texts;
    }
}

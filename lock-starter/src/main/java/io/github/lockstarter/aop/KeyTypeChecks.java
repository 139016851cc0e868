package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.Ternary;
import org.springframework.expression.spel.ast.VariableReference;

/** Refuses arguments in a key whose declared type tells that they identify nothing: before the first call does. */
final class KeyTypeChecks {

    private final String text;

    private final String where;

    private final Map<String, Integer> variables;

    private final Class<?>[] types;

    /** @param types of the arguments */
    KeyTypeChecks(String text, String where, Map<String, Integer> variables, Class<?>[] types) {
        this.text = text;
        this.where = where;
        this.variables = variables;
        this.types = types;
    }

    void check(SpelNode tree) {
        check(tree, true);
    }

    /** @param alone whether it is all of the key: then a collection may be one */
    private void check(SpelNode node, boolean alone) {
        boolean choice = node instanceof Ternary || node instanceof Elvis;
        KeyParts.of(node).stream()
                // May be an Optional, whose value it is.
                .skip(node instanceof Elvis ? 1 : 0)
                .forEach(part -> check(part, alone && choice));
        checkVariable(node, alone);
    }

    private void checkVariable(SpelNode node, boolean alone) {
        Integer index = node instanceof VariableReference
                ? variables.get(node.toStringAST().substring(1))
                : null;
        if (index != null && !isPossible(types[index], alone)) {
            throw new LockConfigurationException(
                    "The key \"%s\" of @DistributedLock on %s uses %s of type %s, which cannot be part of one."
                            .formatted(text, where, node.toStringAST(), types[index].getTypeName()),
                    KeyAdvice.forType(types[index], node.toStringAST()));
        }
    }

    private static boolean isPossible(Class<?> type, boolean alone) {
        boolean several = type.isArray() || Collection.class.isAssignableFrom(type);
        if (several) {
            return alone;
        }
        // What is declared so may hold anything.
        boolean open = type == Object.class || type.isInterface() || Modifier.isAbstract(type.getModifiers());
        return open || KeyText.isPossibleFor(type);
    }
}

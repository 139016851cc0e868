package io.github.lockstarter.aop;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.spel.ExpressionState;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.SpelNodeImpl;
import org.springframework.expression.spel.ast.Ternary;

/**
 * Makes the keys of a call. A {@code +} is put together here rather than by SpEL, so that each of its operands is looked at: SpEL would
 * make "item:null" and "item:Bid@4563e9ab" of what identifies nothing. That is so where {@link KeyParts} can see it, and
 * {@link KeyJoinChecks} refuses it elsewhere. Thread-safe.
 */
final class KeyExpression {

    private final String lock;

    private final String text;

    private final SpelNodeImpl tree;

    private final Map<String, Integer> variables;

    private final BeanResolver beans;

    /**
     * @param lock the lock's name, for messages
     * @param text the expression as written
     * @param tree the expression, parsed and checked
     * @param variables which argument each variable is
     */
    KeyExpression(String lock, String text, SpelNodeImpl tree, Map<String, Integer> variables, BeanResolver beans) {
        this.lock = lock;
        this.text = text;
        this.tree = tree;
        this.variables = variables;
        this.beans = beans;
    }

    /** @throws IllegalArgumentException if it comes out null, blank or empty, or of a type that makes no key */
    List<String> evaluate(Method method, @Nullable Object target, @Nullable Object[] arguments) {
        KeyContext context = new KeyContext(new KeyRoot(method, target, arguments), variables, beans);
        ExpressionState state = new ExpressionState(context, context.getRootObject());
        Object result;
        try {
            result = valueOf(tree, state);
        } catch (EvaluationException e) {
            throw new IllegalArgumentException(
                    "Lock '%s': the key \"%s\" cannot be evaluated: %s".formatted(lock, text, e.getMessage()), e);
        }
        List<Object> elements = elements(result);
        if (elements == null) {
            return List.of(checkedText(result, tree));
        }
        if (elements.isEmpty()) {
            throw refusal(
                    tree,
                    result instanceof Collection ? "an empty collection" : "an empty array",
                    "A lock needs at least one key: check it before.");
        }
        List<String> keys = new ArrayList<>(elements.size());
        for (Object element : elements) {
            keys.add(checkedText(element, tree));
        }
        return keys;
    }

    private @Nullable Object valueOf(SpelNodeImpl node, ExpressionState state) {
        if (KeyParts.isJoin(node)) {
            Object left = operand(node.getChild(0), state);
            Object right = operand(node.getChild(1), state);
            if (left instanceof Number && right instanceof Number) {
                return KeySum.of(left, right);
            }
            return KeyText.of(left) + KeyText.of(right);
        }
        if (node instanceof InlineList) {
            List<@Nullable Object> elements = new ArrayList<>(node.getChildCount());
            for (int i = 0; i < node.getChildCount(); i++) {
                elements.add(valueOfChild(node, i, state));
            }
            return elements;
        }
        if (node instanceof Ternary) {
            return valueOfChild(node, isTrue((SpelNodeImpl) node.getChild(0), state) ? 1 : 2, state);
        }
        if (node instanceof Elvis) {
            Object value = valueOfChild(node, 0, state);
            // As SpEL of Spring 7 has it, and that of 6 has not yet.
            Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            return present == null || present.equals("") ? valueOfChild(node, 1, state) : present;
        }
        return node.getTypedValue(state).getValue();
    }

    private @Nullable Object valueOfChild(SpelNodeImpl node, int child, ExpressionState state) {
        return valueOf((SpelNodeImpl) node.getChild(child), state);
    }

    private boolean isTrue(SpelNodeImpl condition, ExpressionState state) {
        Object value = state.convertValue(condition.getTypedValue(state), TypeDescriptor.valueOf(Boolean.class));
        if (value == null) {
            throw refusal(condition, "null", "It has to be true or false.");
        }
        return (Boolean) value;
    }

    private Object operand(SpelNode child, ExpressionState state) {
        SpelNodeImpl node = (SpelNodeImpl) child;
        Object value = valueOf(node, state);
        // What is written down is meant: a separator may be blank.
        if (node instanceof Literal && value != null) {
            return value;
        }
        return checked(value, node);
    }

    /** The lock and the expression, for what is found to be wrong with the keys later. */
    @Override
    public String toString() {
        return "Lock '%s': the key \"%s\"".formatted(lock, text);
    }

    private String checkedText(@Nullable Object value, SpelNodeImpl node) {
        return KeyText.of(checked(value, node));
    }

    /** The value, if it can be in a key. */
    private Object checked(@Nullable Object value, SpelNodeImpl node) {
        if (value == null) {
            throw refusal(
                    node, "null", "All calls with null would share one lock: give it a value, or check it before.");
        }
        if (!KeyText.isPossibleFor(value.getClass())) {
            throw refusal(
                    node,
                    "of type " + value.getClass().getTypeName(),
                    KeyAdvice.forType(value.getClass(), node.toStringAST()));
        }
        if (KeyText.of(value).isBlank()) {
            throw refusal(
                    node,
                    "blank ('" + KeyText.of(value) + "')",
                    "All calls with blank text would share one lock: give it a value, or check it before.");
        }
        return value;
    }

    private IllegalArgumentException refusal(SpelNodeImpl node, String what, String advice) {
        String part = node == tree ? "" : node.toStringAST() + " in ";
        return new IllegalArgumentException(
                "Lock '%s': %sthe key \"%s\" is %s. %s".formatted(lock, part, text, what, advice));
    }

    /** The elements of a collection or an array; null: it is neither. */
    private static @Nullable List<Object> elements(@Nullable Object result) {
        if (result instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        if (result == null || !result.getClass().isArray()) {
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(result); i++) {
            elements.add(Array.get(result, i));
        }
        return elements;
    }
}

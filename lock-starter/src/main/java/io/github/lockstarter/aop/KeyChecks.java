package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.OpDec;
import org.springframework.expression.spel.ast.OpInc;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;

/** Walks the tree of a key and refuses what could only fail, or silently be null, when it is evaluated. */
final class KeyChecks {

    private final String text;

    private final String where;

    private final Set<String> variables;

    private final boolean namesAreKnown;

    private final BeanFactory beanFactory;

    KeyChecks(String text, String where, Set<String> variables, boolean namesAreKnown, BeanFactory beanFactory) {
        this.text = text;
        this.where = where;
        this.variables = variables;
        this.namesAreKnown = namesAreKnown;
        this.beanFactory = beanFactory;
    }

    void check(SpelNode tree) {
        check(tree, true);
    }

    /** @param onRoot whether a bare name here would be a property of the root */
    private void check(SpelNode node, boolean onRoot) {
        if (node instanceof VariableReference) {
            checkVariable(node.toStringAST().substring(1));
        } else if (node instanceof BeanReference) {
            checkBean(node.toStringAST().replaceAll("^[@&]'?|'$", ""));
        } else if (onRoot && (node instanceof PropertyOrFieldReference || node instanceof MethodReference)) {
            checkOnRoot(node);
        } else if (node instanceof TypeReference || node instanceof ConstructorReference) {
            throw refusal(
                    "uses %s: types and constructors are not available in a key".formatted(node.toStringAST()),
                    "Work it out in a bean: key = \"@keys.of(#id)\".");
        } else if (node instanceof FunctionReference) {
            throw refusal(
                    "calls %s: there are no functions in a key".formatted(node.toStringAST()),
                    "Work it out in a bean: key = \"@keys.of(#id)\".");
        } else if (node instanceof Assign || node instanceof OpInc || node instanceof OpDec) {
            throw refusal("assigns something: a key only reads", "Remove the assignment.");
        }
        checkChildren(node, onRoot);
    }

    private void checkChildren(SpelNode node, boolean onRoot) {
        for (int i = 0; i < node.getChildCount(); i++) {
            SpelNode child = node.getChild(i);
            boolean literalName =
                    (node instanceof Indexer || node instanceof InlineMap) && child instanceof PropertyOrFieldReference;
            if (literalName) {
                continue;
            }
            if (node instanceof CompoundExpression) {
                check(child, onRoot && i == 0);
                checkPropertyOfRoot(node, i);
            } else {
                // Within a projection or a selection, a bare name is a property of the element.
                check(
                        child,
                        node instanceof Projection || node instanceof Selection ? false : onRoot || isArgument(node));
            }
        }
    }

    /** The arguments of a method, and an index, are evaluated on the root again, wherever they stand. */
    private static boolean isArgument(SpelNode node) {
        return node instanceof MethodReference;
    }

    private void checkVariable(String name) {
        if (name.equals("root") || name.equals("this") || variables.contains(name)) {
            return;
        }
        String known = variables.stream().map(variable -> "#" + variable).collect(Collectors.joining(", "));
        if (!namesAreKnown) {
            throw refusal(
                    "uses #%s, and the names of the parameters are unknown: the class was compiled without -parameters"
                            .formatted(name),
                    "Compile with -parameters (Maven: maven.compiler.parameters=true; Boot's parent and Gradle plugin do so), or use #p0 for the first argument, #p1 for the second.");
        }
        throw refusal(
                "uses #%s, which does not exist".formatted(name),
                "Use one of those that exist: %s#root.method, #root.target, #root.args."
                        .formatted(known.isEmpty() ? "" : known + ", "));
    }

    private void checkBean(String name) {
        if (!beanFactory.containsBean(name)) {
            throw refusal("uses the bean @%s, which does not exist".formatted(name), "Correct the bean's name.");
        }
    }

    private void checkOnRoot(SpelNode node) {
        String name = node.toStringAST();
        if (KeyRoot.PROPERTIES.contains(name.replace("()", ""))) {
            return;
        }
        throw refusal(
                "is read as an expression in which '%s' is a property of the call, and there is none".formatted(name),
                "If it is fixed text, quote it: key = \"'%s'\". If an argument is meant, write #%s."
                        .formatted(text.replace("'", "''"), name));
    }

    private void checkPropertyOfRoot(SpelNode compound, int index) {
        if (index != 1 || !compound.getChild(0).toStringAST().equals("#root")) {
            return;
        }
        SpelNode child = compound.getChild(1);
        if (child instanceof PropertyOrFieldReference || child instanceof MethodReference) {
            checkOnRoot(child);
        }
    }

    private LockConfigurationException refusal(String what, String action) {
        return new LockConfigurationException(
                "The key \"%s\" of @DistributedLock on %s %s.".formatted(text, where, what), action);
    }
}

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
        check(tree, true, true);
    }

    /**
     * @param first whether nothing stands before it that it could be a property of
     * @param onRoot whether what stands alone is evaluated on the root, and not on an element of a projection or selection
     */
    private void check(SpelNode node, boolean first, boolean onRoot) {
        if (node instanceof VariableReference) {
            checkVariable(node.toStringAST().substring(1));
        } else if (node instanceof BeanReference) {
            checkBean(node.toStringAST().replaceAll("^[@&]'?|'$", ""));
        } else if (first && onRoot && (node instanceof PropertyOrFieldReference || node instanceof MethodReference)) {
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
        boolean onElement = node instanceof Projection || node instanceof Selection;
        for (int i = 0; i < node.getChildCount(); i++) {
            SpelNode child = node.getChild(i);
            boolean literalName =
                    (node instanceof Indexer || node instanceof InlineMap) && child instanceof PropertyOrFieldReference;
            if (!literalName) {
                check(child, !(node instanceof CompoundExpression) || i == 0, onRoot && !onElement);
            }
        }
        if (node instanceof CompoundExpression) {
            checkPropertyOfRoot(node);
        }
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
        if (!KeyRoot.PROPERTIES.contains(name.replace("()", ""))) {
            throw refusal(
                    "uses '%s', which is neither quoted text nor an argument".formatted(name),
                    KeyAdvice.forText(text, variables));
        }
    }

    private void checkPropertyOfRoot(SpelNode compound) {
        SpelNode child = compound.getChild(1);
        if (compound.getChild(0).toStringAST().equals("#root")
                && (child instanceof PropertyOrFieldReference || child instanceof MethodReference)
                && !KeyRoot.PROPERTIES.contains(child.toStringAST().replace("()", ""))) {
            throw refusal(
                    "uses #root.%s, which does not exist".formatted(child.toStringAST()),
                    "There are #root.method, #root.target and #root.args.");
        }
    }

    private LockConfigurationException refusal(String what, String action) {
        return new LockConfigurationException(
                "The key \"%s\" of @DistributedLock on %s %s.".formatted(text, where, what), action);
    }
}

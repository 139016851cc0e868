package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import java.util.Collection;
import java.util.List;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.StringLiteral;

/** Refuses a {@code +} that makes text where nobody looks at its operands: in a call, a projection, a condition, where it is SpEL's. */
final class KeyJoinChecks {

    private final String text;

    private final String where;

    KeyJoinChecks(String text, String where) {
        this.text = text;
        this.where = where;
    }

    void check(SpelNode tree) {
        check(tree, true);
    }

    private void check(SpelNode node, boolean seen) {
        if (!seen && KeyParts.isJoin(node) && makesText(node) && !isFixed(node)) {
            throw new LockConfigurationException(
                    "The key \"%s\" of @DistributedLock on %s joins text by %s where null is not seen: it would come to 'null' for all."
                            .formatted(text, where, node.toStringAST()),
                    "Join at the top of the key, in its list {...} or in a branch of ? and ?:. Elsewhere, use 'text'.concat(...), or work it out in a bean: key = \"@keys.of(#id)\".");
        }
        Collection<? extends SpelNode> parts = seen ? KeyParts.of(node) : List.of();
        for (int i = 0; i < node.getChildCount(); i++) {
            SpelNode child = node.getChild(i);
            check(child, parts.contains(child));
        }
    }

    private static boolean makesText(SpelNode join) {
        return isText(join.getChild(0)) || isText(join.getChild(1));
    }

    private static boolean isText(SpelNode operand) {
        return operand instanceof StringLiteral || KeyParts.isJoin(operand) && makesText(operand);
    }

    private static boolean isFixed(SpelNode operand) {
        return operand instanceof Literal
                || KeyParts.isJoin(operand) && isFixed(operand.getChild(0)) && isFixed(operand.getChild(1));
    }
}

package io.github.lockstarter.aop;

import java.util.List;
import java.util.stream.IntStream;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.SpelNodeImpl;
import org.springframework.expression.spel.ast.Ternary;

/** What a key is put together of, where that can be seen: the operands of a {@code +}, the elements of a list, the branches of a choice. */
final class KeyParts {

    private KeyParts() {}

    /** None, if it is the node itself that makes the key. */
    static List<SpelNodeImpl> of(SpelNode node) {
        if (node instanceof Ternary) {
            return children(node, 1);
        }
        return isJoin(node) || node instanceof InlineList || node instanceof Elvis ? children(node, 0) : List.of();
    }

    static boolean isJoin(SpelNode node) {
        return node instanceof OpPlus && node.getChildCount() == 2;
    }

    private static List<SpelNodeImpl> children(SpelNode node, int first) {
        return IntStream.range(first, node.getChildCount())
                .mapToObj(i -> (SpelNodeImpl) node.getChild(i))
                .toList();
    }
}

package io.github.lockstarter.aop;

import java.util.List;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/** The sum of two numbers as SpEL adds them, whatever their types. */
final class KeySum {

    private static final Expression SUM = new SpelExpressionParser(
                    new SpelParserConfiguration(SpelCompilerMode.OFF, null))
            .parseExpression("[0] + [1]");

    private KeySum() {}

    static Object of(Object left, Object right) {
        Object sum =
                SUM.getValue(SimpleEvaluationContext.forReadOnlyDataBinding().build(), List.of(left, right));
        if (sum == null) {
            throw new IllegalStateException("A sum of two numbers is a number.");
        }
        return sum;
    }
}

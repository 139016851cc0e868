package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.SpelNodeImpl;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** Parses the key of an annotation, once, and refuses what can be known to be wrong with it. */
final class KeyParser {

    private final SpelExpressionParser parser =
            new SpelExpressionParser(new SpelParserConfiguration(SpelCompilerMode.OFF, null));

    private final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

    private final BeanFactory beanFactory;

    KeyParser(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * @param where the method, as messages name it
     * @param methods those whose parameter names count, what comes first before what comes later: the one that carries the
     *     annotation, then the one that is called
     * @throws LockConfigurationException if it is no valid key for this method
     */
    KeyExpression parse(String lock, String text, String where, List<Method> methods) {
        Map<String, Integer> variables = variables(methods);
        SpelNodeImpl tree = tree(text, where, variables.keySet());
        new KeyChecks(text, where, variables.keySet(), namesAreKnown(methods), beanFactory).check(tree);
        new KeyJoinChecks(text, where).check(tree);
        new KeyTypeChecks(text, where, variables, methods.get(0).getParameterTypes()).check(tree);
        return new KeyExpression(lock, text, tree, variables, new BeanFactoryResolver(beanFactory));
    }

    private SpelNodeImpl tree(String text, String where, Collection<String> variables) {
        try {
            return (SpelNodeImpl) ((SpelExpression) parser.parseExpression(text)).getAST();
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            // The parser throws the latter two for blank text and for some that is unbalanced.
            String reason = e instanceof ParseException parse ? parse.getSimpleMessage() : e.getMessage();
            throw new LockConfigurationException(
                    "The key \"%s\" of @DistributedLock on %s is no valid SpEL expression: %s"
                            .formatted(text, where, reason),
                    text.isBlank()
                            ? "Leave the key out to lock by the name, or write an expression: key = \"'item:' + #id\"."
                            : KeyAdvice.forText(text, variables),
                    e);
        }
    }

    /** Which argument each variable is: #p0, #a0, and the names of the parameters. */
    private Map<String, Integer> variables(List<Method> methods) {
        Map<String, Integer> variables = new LinkedHashMap<>();
        Method method = methods.get(0);
        for (Method named : methods) {
            String[] names = parameterNames.getParameterNames(named);
            for (int i = 0; names != null && i < Math.min(names.length, method.getParameterCount()); i++) {
                variables.putIfAbsent(names[i], i);
            }
        }
        for (int i = 0; i < method.getParameterCount(); i++) {
            variables.putIfAbsent("p" + i, i);
            variables.putIfAbsent("a" + i, i);
        }
        return variables;
    }

    private boolean namesAreKnown(Collection<Method> methods) {
        List<Method> named = new ArrayList<>(methods);
        named.removeIf(method -> parameterNames.getParameterNames(method) == null);
        return !named.isEmpty();
    }
}

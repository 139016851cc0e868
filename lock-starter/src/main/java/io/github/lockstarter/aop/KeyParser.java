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
     * @param methods the method, and others whose parameter names count too: the one that carries the annotation
     * @throws LockConfigurationException if it is no valid key for this method
     */
    KeyExpression parse(String lock, String text, String where, List<Method> methods) {
        SpelNodeImpl tree = tree(text, where);
        Map<String, Integer> variables = variables(methods);
        new KeyChecks(text, where, variables.keySet(), namesAreKnown(methods), beanFactory).check(tree);
        return new KeyExpression(lock, text, tree, variables, new BeanFactoryResolver(beanFactory));
    }

    private SpelNodeImpl tree(String text, String where) {
        try {
            return (SpelNodeImpl) ((SpelExpression) parser.parseExpression(text)).getAST();
        } catch (ParseException e) {
            throw new LockConfigurationException(
                    "The key \"%s\" of @DistributedLock on %s is no valid SpEL expression: %s"
                            .formatted(text, where, e.getSimpleMessage()),
                    (text.contains("'")
                                    ? "Correct the expression."
                                    : "Correct the expression. Fixed text is quoted: key = \"'%s'\".".formatted(text))
                            + " Text with an argument is put together: key = \"'item:' + #id\".",
                    e);
        } catch (IllegalStateException e) {
            // What the parser throws for some unbalanced input.
            throw new LockConfigurationException(
                    "The key \"%s\" of @DistributedLock on %s is no valid SpEL expression: %s"
                            .formatted(text, where, e.getMessage()),
                    "Correct the expression.",
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

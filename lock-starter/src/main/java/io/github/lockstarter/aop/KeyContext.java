package io.github.lockstarter.aop;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.expression.MapAccessor;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;
import org.springframework.expression.spel.support.DataBindingMethodResolver;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;
import org.springframework.expression.spel.support.StandardOperatorOverloader;
import org.springframework.expression.spel.support.StandardTypeComparator;
import org.springframework.expression.spel.support.StandardTypeConverter;

/**
 * What a key may see of one call: its arguments, the root, and beans. No types, no constructors, no assignment. The accessors
 * are shared by all calls, since what they find out about a class they find out slowly.
 */
final class KeyContext implements EvaluationContext {

    // Spring 7 has another, which Boot 3.5 does not have.
    @SuppressWarnings("removal")
    private static final List<PropertyAccessor> ACCESSORS =
            List.of(new MapAccessor(false), DataBindingPropertyAccessor.forReadOnlyAccess());

    private static final List<MethodResolver> METHODS =
            List.of(DataBindingMethodResolver.forInstanceMethodInvocation());

    private static final TypeConverter CONVERTER = new StandardTypeConverter();

    private static final TypeComparator COMPARATOR = new StandardTypeComparator();

    private static final OperatorOverloader OVERLOADER = new StandardOperatorOverloader();

    private static final TypeLocator NO_TYPES = name -> {
        throw new SpelEvaluationException(SpelMessage.TYPE_NOT_FOUND, name);
    };

    private final KeyRoot root;

    private final Map<String, Integer> variables;

    private final BeanResolver beans;

    /** @param variables which argument each variable is */
    KeyContext(KeyRoot root, Map<String, Integer> variables, BeanResolver beans) {
        this.root = root;
        this.variables = variables;
        this.beans = beans;
    }

    @Override
    public TypedValue getRootObject() {
        return new TypedValue(root);
    }

    @Override
    public @Nullable Object lookupVariable(String name) {
        Integer index = variables.get(name);
        return index == null ? null : root.args()[index];
    }

    @Override
    public List<PropertyAccessor> getPropertyAccessors() {
        return ACCESSORS;
    }

    @Override
    public List<MethodResolver> getMethodResolvers() {
        return METHODS;
    }

    @Override
    public List<ConstructorResolver> getConstructorResolvers() {
        return List.of();
    }

    @Override
    public BeanResolver getBeanResolver() {
        return beans;
    }

    @Override
    public TypeLocator getTypeLocator() {
        return NO_TYPES;
    }

    @Override
    public TypeConverter getTypeConverter() {
        return CONVERTER;
    }

    @Override
    public TypeComparator getTypeComparator() {
        return COMPARATOR;
    }

    @Override
    public OperatorOverloader getOperatorOverloader() {
        return OVERLOADER;
    }

    @Override
    public void setVariable(String name, @Nullable Object value) {
        throw new UnsupportedOperationException("A lock's key assigns nothing.");
    }

    @Override
    public boolean isAssignmentEnabled() {
        return false;
    }
}

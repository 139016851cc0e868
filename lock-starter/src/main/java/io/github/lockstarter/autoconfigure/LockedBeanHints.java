package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.aop.LockSpecs;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What a native image has to keep of a bean with locked methods: the properties of arguments, for expressions as {@code #bid.itemId},
 * and fallbacks, which are called by reflection.
 */
final class LockedBeanHints implements BeanRegistrationAotProcessor {

    private static final BindingReflectionHintsRegistrar PROPERTIES = new BindingReflectionHintsRegistrar();

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
        Map<Method, MergedAnnotation<DistributedLock>> locked = LockSpecs.annotatedIn(type);
        return locked.isEmpty()
                ? null
                : (context, code) -> locked.forEach((method, annotation) ->
                        register(context.getRuntimeHints().reflection(), method, annotation, type));
    }

    private static void register(
            ReflectionHints hints, Method method, MergedAnnotation<DistributedLock> annotation, Class<?> type) {
        Arrays.stream(method.getGenericParameterTypes())
                .forEach(each -> PROPERTIES.registerReflectionHints(hints, each));
        String fallback = annotation.getString("fallback");
        Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
                .filter(each -> each.getName().equals(fallback))
                .forEach(each -> hints.registerMethod(each, ExecutableMode.INVOKE));
    }
}

package io.github.lockstarter.aop;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockRequest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/** Turns the annotation of a method into its spec: behind this, nobody sees the annotation. */
final class LockSpecReader {

    private final KeyParser keys;

    private final DefaultNames defaultNames = new DefaultNames();

    private final LeavesTransaction transactions;

    private final RequestReader requests;

    private final LockOverrides overrides;

    private final NotRunReader notRun;

    private final boolean showsKeys;

    LockSpecReader(ConfigurableBeanFactory beanFactory, LockSpecSettings settings, NotRunReader notRun) {
        this.notRun = notRun;
        this.requests = new RequestReader(beanFactory, settings.store());
        this.overrides = settings.overrides();
        this.transactions = settings.transactions();
        this.showsKeys = settings.showsKeys();
        this.keys = new KeyParser(beanFactory);
    }

    /** The annotation that counts for a method of a class: its own, wherever inherited from, or else the class's. */
    static @Nullable MergedAnnotation<DistributedLock> find(Method method, Class<?> type) {
        MergedAnnotation<DistributedLock> own =
                MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).get(DistributedLock.class);
        if (own.isPresent()) {
            return own;
        }
        if (!Modifier.isPublic(method.getModifiers())
                || Modifier.isStatic(method.getModifiers())
                || ReflectionUtils.isObjectMethod(method)
                || Lifecycle.isCallback(method)) {
            return null;
        }
        MergedAnnotation<DistributedLock> ofClass =
                MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).get(DistributedLock.class);
        return ofClass.isPresent() ? ofClass : null;
    }

    /** @throws LockConfigurationException if it can never work */
    LockSpec read(
            MergedAnnotation<DistributedLock> annotation, Method method, Class<?> type, @Nullable Invoker invoker) {
        String where = where(method, type);
        String givenName = annotation.getString("name");
        String name = givenName.isEmpty() ? defaultName(method, type) : givenName;
        String key = annotation.getString("key");
        if (givenName.isEmpty()) {
            defaultNames.note(name, method, type, key.isEmpty());
        }
        if (name.isBlank()) {
            throw new LockConfigurationException(
                    "The name of @DistributedLock on %s is blank.".formatted(where),
                    "Leave it out for the default, or give it a text.");
        }
        LockOverride override = overrides.of(name);
        LockRequest request = requests.read(annotation, LockRequest.of(name).name(name), override, where);
        if (transactions.test(method, type)) {
            request = request.outsideTransaction();
        }
        if (!showsKeys) {
            request = request.hideKeys();
        }
        KeyExpression expression =
                key.isEmpty() ? null : keys.parse(name, key, where, namedMethods(annotation, method));
        return new LockSpec(request, expression, notRun.read(annotation, override, method, type, invoker), invoker);
    }

    static String where(Method method, Class<?> type) {
        return className(method, type) + "." + method.getName();
    }

    private static String defaultName(Method method, Class<?> type) {
        return className(method, type) + "-" + method.getName();
    }

    /** The bean's class; of a JDK proxy or a lambda, which have no name worth reading, the interface. */
    private static String className(Method method, Class<?> type) {
        Class<?> named = Interception.hasOnlyInterfaces(type)
                ? Interception.interfaceOf(method, type).orElse(type)
                : type;
        return named.getSimpleName().isEmpty() ? named.getName() : named.getSimpleName();
    }

    private static List<Method> namedMethods(MergedAnnotation<DistributedLock> annotation, Method method) {
        Object source = annotation.getRoot().getSource();
        return source instanceof Method annotated && !annotated.equals(method)
                ? List.of(annotated, method)
                : List.of(method);
    }
}

package io.github.lockstarter.aop;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodClassKey;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.ClassUtils;

/**
 * The specs of all annotated methods. The first look at a class reads and checks all of its methods, so that a mistake shows
 * when the bean is made. Thread-safe; holds one entry a class and a method, none a call.
 */
public final class LockSpecs {

    private final LockSpecReader reader;

    private final Interception interception;

    private final MethodChecks checks;

    private final LockSpecSettings settings;

    private final Map<Class<?>, Map<Method, LockSpec>> classes = new ConcurrentHashMap<>();

    private final Map<MethodClassKey, Optional<LockSpec>> calls = new ConcurrentHashMap<>();

    private LockSpecs(ConfigurableBeanFactory beanFactory, Interception interception, LockSpecSettings settings) {
        this.reader = new LockSpecReader(beanFactory, settings, new NotRunReader(interception));
        this.interception = interception;
        this.settings = settings;
        this.checks = new MethodChecks(interception);
    }

    /**
     * {@return what reads, checks and remembers how methods are locked by proxies}
     *
     * @param beanFactory resolves placeholders and beans in expressions
     * @param subclasses whether proxies are subclasses of the bean's class, rather than of its interfaces
     * @param settings what the application has set for all locks
     */
    public static LockSpecs forProxies(
            ConfigurableBeanFactory beanFactory, boolean subclasses, LockSpecSettings settings) {
        return new LockSpecs(beanFactory, subclasses ? Interception.SUBCLASS : Interception.INTERFACES, settings);
    }

    /**
     * {@return the same for woven methods, which may be private, static or final}
     *
     * @param beanFactory resolves placeholders and beans in expressions
     * @param settings what the application has set for all locks
     */
    public static LockSpecs forWeaving(ConfigurableBeanFactory beanFactory, LockSpecSettings settings) {
        return new LockSpecs(beanFactory, Interception.WOVEN, settings);
    }

    /**
     * Reads and checks all annotated methods of a class.
     *
     * @param type the class of a bean
     * @throws LockConfigurationException if one of them cannot work
     */
    public void check(Class<?> type) {
        specsOf(ClassUtils.getUserClass(type));
    }

    /** Whether a class has annotated methods; checks them as {@link #check} does. */
    boolean anyIn(Class<?> type) {
        return !specsOf(ClassUtils.getUserClass(type)).isEmpty();
    }

    /**
     * {@return the annotated methods of a class, each with the annotation that counts for it, unchecked}
     *
     * @param type the class of a bean
     */
    public static Map<Method, MergedAnnotation<DistributedLock>> annotatedIn(Class<?> type) {
        Class<?> userClass = ClassUtils.getUserClass(type);
        return MethodIntrospector.selectMethods(
                userClass, (MethodIntrospector.MetadataLookup<MergedAnnotation<DistributedLock>>)
                        method -> LockSpecReader.find(method, userClass));
    }

    /** Null: the method is not annotated. */
    @Nullable
    LockSpec find(Method method, Class<?> type) {
        return calls.computeIfAbsent(new MethodClassKey(method, type), unknown -> resolve(method, type))
                .orElse(null);
    }

    private Optional<LockSpec> resolve(Method method, Class<?> type) {
        Class<?> userClass = ClassUtils.getUserClass(type);
        Map<Method, LockSpec> specs = specsOf(userClass);
        LockSpec spec = specs.get(AopUtils.getMostSpecificMethod(method, userClass));
        return Optional.ofNullable(spec != null ? spec : specs.get(method));
    }

    private Map<Method, LockSpec> specsOf(Class<?> userClass) {
        Map<Method, LockSpec> known = classes.get(userClass);
        if (known == null) {
            known = isCandidate(userClass) ? read(userClass) : Map.of();
            classes.put(userClass, known);
        }
        return known;
    }

    /** An annotation that carries ours is no locked class: its instances are asked for attributes. */
    private static boolean isCandidate(Class<?> type) {
        return AnnotationUtils.isCandidateClass(type, DistributedLock.class)
                && !Annotation.class.isAssignableFrom(type);
    }

    /** A class's annotation is for the methods that callers can reach: with a proxy of interfaces, for theirs. */
    private boolean isUnreachedByTheClass(
            Method method, MergedAnnotation<DistributedLock> annotation, Class<?> userClass) {
        return !(annotation.getRoot().getSource() instanceof Method)
                && interception.isByInterfacesOf(userClass)
                && Interception.interfaceOf(method, userClass).isEmpty();
    }

    private Map<Method, LockSpec> read(Class<?> userClass) {
        Map<Method, LockSpec> specs = new HashMap<>();
        annotatedIn(userClass).forEach((method, annotation) -> {
            if (isUnreachedByTheClass(method, annotation, userClass)) {
                return;
            }
            Invoker invoker = invokerOf(method, userClass);
            checks.check(method, userClass, invoker);
            specs.put(method, reader.read(annotation, method, userClass, invoker));
        });
        if (settings.warnsOfSelfInvocation() && interception != Interception.WOVEN) {
            SelfInvocations.warnOf(userClass, specs);
        }
        return Map.copyOf(specs);
    }

    private @Nullable Invoker invokerOf(Method method, Class<?> userClass) {
        for (Invokers each : settings.invokers().get()) {
            Invoker invoker = each.find(method, userClass);
            if (invoker != null) {
                return invoker;
            }
        }
        return null;
    }
}

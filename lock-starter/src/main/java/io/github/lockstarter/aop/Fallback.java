package io.github.lockstarter.aop;

import io.github.lockstarter.LockException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Another method of the bean, called instead.
 *
 * @param method with the same parameters, and maybe the failure as one more
 */
record Fallback(Method method) implements NotRun {

    /**
     * @param name of the method to be called instead of the locked one
     * @throws IllegalArgumentException if there is none that can be
     */
    static Fallback named(String name, Method locked, Class<?> type, Interception interception) {
        List<Method> named = Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
                .filter(each -> each.getName().equals(name) && !each.isBridge())
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("there is no such method in " + type.getName());
        }
        Method fallback = named.stream()
                .filter(each -> takesTheSame(each, locked))
                // The one that is told more.
                .max(Comparator.comparing(Method::getParameterCount))
                .orElseThrow(() -> new IllegalArgumentException(
                        "it has other parameters; needed are (%s), and a LockException after them if it wants to know why"
                                .formatted(types(locked))));
        if (fallback.equals(locked)) {
            throw new IllegalArgumentException("it is the locked method itself");
        }
        refuseUnlessCallable(fallback, type, interception);
        refuseUnlessItReturns(fallback, locked, type);
        return new Fallback(fallback);
    }

    @Override
    public @Nullable Object answer(LockException failure, @Nullable Object bean, @Nullable Object[] arguments)
            throws Throwable {
        boolean suspends = KotlinDetector.isSuspendingFunction(method);
        int count = arguments.length - (suspends ? 1 : 0);
        @Nullable Object[] given = Arrays.copyOf(arguments, parameters(method).length);
        if (given.length > count) {
            given[count] = failure;
        }
        Method callable = bean == null ? method : AopUtils.selectInvocableMethod(method, bean.getClass());
        ReflectionUtils.makeAccessible(callable);
        if (suspends) {
            return Suspending.call(callable, bean, given);
        }
        try {
            return callable.invoke(bean, given);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static boolean takesTheSame(Method fallback, Method locked) {
        if (KotlinDetector.isSuspendingFunction(fallback) != KotlinDetector.isSuspendingFunction(locked)) {
            return false;
        }
        Class<?>[] wanted = parameters(locked);
        Class<?>[] there = parameters(fallback);
        return Arrays.equals(there, wanted)
                || there.length == wanted.length + 1
                        && there[wanted.length] == LockException.class
                        && Arrays.equals(Arrays.copyOf(there, wanted.length), wanted);
    }

    /** As they are written: what the compiler adds to a suspend function left out. */
    private static Class<?>[] parameters(Method method) {
        Class<?>[] all = method.getParameterTypes();
        return KotlinDetector.isSuspendingFunction(method) ? Arrays.copyOf(all, all.length - 1) : all;
    }

    /** It is called like any other method of the bean, so that its own annotations hold. */
    private static void refuseUnlessCallable(Method fallback, Class<?> type, Interception interception) {
        int modifiers = fallback.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
            throw new IllegalArgumentException(
                    "it is %s, and is to be called as other beans call it: it may be neither private, static nor final"
                            .formatted(Modifier.toString(modifiers)));
        }
        Optional<Class<?>> ofInterface = Interception.interfaceOf(fallback, type);
        if (interception.isByInterfacesOf(type) && ofInterface.isEmpty()) {
            throw new IllegalArgumentException(
                    "it is in none of the interfaces that Spring's proxy of this bean has, and is to be called as other beans call it");
        }
    }

    private static void refuseUnlessItReturns(Method fallback, Method locked, Class<?> type) {
        if (KotlinDetector.isSuspendingFunction(locked)) {
            refuseUnlessItReturns(
                    ResolvableType.forClass(new MethodParameter(fallback, -1).getParameterType()),
                    ResolvableType.forClass(new MethodParameter(locked, -1).getParameterType()));
            return;
        }
        ResolvableType wanted = ResolvableType.forMethodReturnType(locked, type);
        ResolvableType there = ResolvableType.forMethodReturnType(fallback, type);
        refuseUnlessItReturns(there, wanted);
    }

    private static void refuseUnlessItReturns(ResolvableType there, ResolvableType wanted) {
        boolean primitive = wanted.toClass().isPrimitive() || there.toClass().isPrimitive();
        if (primitive ? wanted.toClass() != there.toClass() : !wanted.isAssignableFrom(there)) {
            throw new IllegalArgumentException("it returns %s, and the locked method %s".formatted(there, wanted));
        }
    }

    private static String types(Method method) {
        return String.join(
                ", ",
                Arrays.stream(parameters(method)).map(Class::getSimpleName).toList());
    }

    /** Here alone, since it needs Kotlin. */
    private static final class Suspending {

        // On JDK 17, what a class file says of an array's elements is not known.
        @SuppressWarnings("NullAway")
        static Object call(Method function, @Nullable Object bean, @Nullable Object[] arguments) {
            return CoroutinesUtils.invokeSuspendingFunction(function, Objects.requireNonNull(bean), arguments);
        }
    }
}

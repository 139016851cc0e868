package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Refuses annotated methods that a lock would not reach, or not cover: nothing is silently unlocked. */
final class MethodChecks {

    /** How calls come to the lock. */
    enum Interception {
        /** By a proxy that is a subclass. */
        SUBCLASS,
        /** By a proxy that has the bean's interfaces, where it has any. */
        INTERFACES,
        /** In the class itself, by AspectJ. */
        WOVEN
    }

    private static final String WEAVE =
            ", or weave it (distributed-lock.mode=aspectj, and -javaagent with the jar of aspectjweaver)";

    private final Interception interception;

    MethodChecks(Interception interception) {
        this.interception = interception;
    }

    /** @throws LockConfigurationException if the lock would not reach the method or not cover its work */
    void check(Method method, Class<?> type) {
        checkReturnType(method, type);
        if (interception == Interception.WOVEN) {
            checkWoven(method, type);
        } else {
            checkProxied(method, type);
        }
    }

    private void checkProxied(Method method, Class<?> type) {
        int modifiers = method.getModifiers();
        String kind = Modifier.isPrivate(modifiers)
                ? "private"
                : Modifier.isStatic(modifiers)
                        ? "static"
                        : Modifier.isFinal(modifiers) && !isReachedByInterface(method, type) ? "final" : "";
        if (!kind.isEmpty()) {
            throw refusal(
                    method,
                    type,
                    "is " + kind + ": Spring's proxy cannot intercept it, and it would run unlocked",
                    "Make it a non-" + kind + " method that other beans call" + WEAVE + ".");
        }
        if (Modifier.isFinal(type.getModifiers()) && !isReachedByInterface(method, type)) {
            throw refusal(
                    method,
                    type,
                    "is in a final class (final, a record, or a Kotlin class that is not open): Spring cannot make a proxy of it",
                    "Make the class non-final; or give it an interface and set spring.aop.proxy-target-class=false"
                            + WEAVE + ".");
        }
        if (Lifecycle.isCallbackOf(method)) {
            throw refusal(
                    method,
                    type,
                    "is called by Spring on the bean itself when it is made or destroyed, past the proxy, and would run unlocked",
                    "Use LockOperations.execute(...) inside it" + WEAVE + ".");
        }
    }

    private boolean isReachedByInterface(Method method, Class<?> type) {
        return interception == Interception.INTERFACES
                && Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
                        .anyMatch(each -> ClassUtils.hasMethod(each, method.getName(), method.getParameterTypes()));
    }

    private static void checkWoven(Method method, Class<?> type) {
        if (Modifier.isAbstract(method.getModifiers()) || DistributedLockAspect.isWoven(method)) {
            return;
        }
        throw refusal(
                method,
                type,
                "is not woven although distributed-lock.mode=aspectj: it would run unlocked",
                "Start the JVM with -javaagent:<path>/aspectjweaver.jar, and let the annotation stand on the method or on its class itself, since AspectJ does not inherit it from interfaces and superclasses. Or use distributed-lock.mode=proxy.");
    }

    private static void checkReturnType(Method method, Class<?> type) {
        Class<?> returned = method.getReturnType();
        boolean later = Future.class.isAssignableFrom(returned)
                || CompletionStage.class.isAssignableFrom(returned)
                || KotlinDetector.isSuspendingFunction(method)
                || returned != Object.class
                        && !Void.TYPE.equals(returned)
                        && ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null;
        if (later) {
            throw refusal(
                    method,
                    type,
                    "returns %s, whose work goes on after the method has returned: the lock would be released too early"
                            .formatted(
                                    KotlinDetector.isSuspendingFunction(method)
                                            ? "from a suspend function"
                                            : returned.getSimpleName()),
                    "Move the annotation to a method that does the work and returns its result, and call that from here. Asynchronous return types are not supported yet.");
        }
    }

    private static LockConfigurationException refusal(Method method, Class<?> type, String what, String action) {
        return new LockConfigurationException(
                "@DistributedLock on %s: the method %s.".formatted(LockSpecReader.where(method, type), what), action);
    }
}

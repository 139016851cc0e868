package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Refuses annotated methods that a lock would not reach, or not cover: nothing is silently unlocked. */
final class MethodChecks {

    private static final String WEAVE =
            ", or weave it (distributed-lock.mode=aspectj, and -javaagent with the jar of aspectjweaver)";

    private final Interception interception;

    MethodChecks(Interception interception) {
        this.interception = interception;
    }

    /**
     * @param invoker null: its work has to be over when it returns
     * @throws LockConfigurationException if the lock would not reach the method or not cover its work
     */
    void check(Method method, Class<?> type, @Nullable Invoker invoker) {
        checkReturnType(method, type, invoker);
        if (interception == Interception.WOVEN) {
            checkWoven(method, type);
        } else if (interception.isByInterfacesOf(type)) {
            checkByInterface(method, type);
        } else {
            checkBySubclass(method, type);
        }
        if (interception != Interception.WOVEN && Lifecycle.isCallback(method)) {
            throw refusal(
                    method,
                    type,
                    "is called by Spring on the bean itself when it is made or destroyed, past the proxy, and would run unlocked",
                    "Use LockOperations.execute(...) inside it" + WEAVE + ".");
        }
    }

    private static void checkByInterface(Method method, Class<?> type) {
        if (Interception.interfaceOf(method, type).isEmpty()) {
            throw refusal(
                    method,
                    type,
                    "is in none of the interfaces that Spring's proxy of this bean has, so only the bean itself can call it, and it would run unlocked",
                    "Declare it in the interface, or set spring.aop.proxy-target-class=true" + WEAVE + ".");
        }
    }

    private static void checkBySubclass(Method method, Class<?> type) {
        int modifiers = method.getModifiers();
        String kind = Modifier.isPrivate(modifiers)
                ? "private"
                : Modifier.isStatic(modifiers) ? "static" : Modifier.isFinal(modifiers) ? "final" : "";
        if (!kind.isEmpty()) {
            throw refusal(
                    method,
                    type,
                    "is " + kind + ": Spring's proxy cannot intercept it, and it would run unlocked",
                    "Make it a non-" + kind + " method that other beans call" + WEAVE + ".");
        }
        if (Modifier.isFinal(type.getModifiers())) {
            throw refusal(
                    method,
                    type,
                    "is in a final class (final, a record, or a Kotlin class that is not open): Spring cannot make a proxy of it",
                    "Make the class non-final; or give it an interface and set spring.aop.proxy-target-class=false"
                            + WEAVE + ".");
        }
        boolean packagePrivate = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers);
        if (packagePrivate && !method.getDeclaringClass().getPackageName().equals(type.getPackageName())) {
            throw refusal(
                    method,
                    type,
                    "is package-private and inherited from another package (%s): Spring's proxy cannot intercept it, and it would run unlocked"
                            .formatted(method.getDeclaringClass().getPackageName()),
                    "Make it protected or public" + WEAVE + ".");
        }
    }

    private static void checkWoven(Method method, Class<?> type) {
        if (Modifier.isAbstract(method.getModifiers()) && Modifier.isAbstract(type.getModifiers())
                || DistributedLockAspect.isWoven(method)) {
            return;
        }
        throw refusal(
                method,
                type,
                "is not woven although distributed-lock.mode=aspectj: it would run unlocked",
                "Start the JVM with -javaagent:<path>/aspectjweaver.jar, and let the annotation stand on the method or on its class itself, since AspectJ does not inherit it from interfaces and superclasses. Or use distributed-lock.mode=proxy.");
    }

    private void checkReturnType(Method method, Class<?> type, @Nullable Invoker invoker) {
        Class<?> returned = method.getReturnType();
        boolean suspending = KotlinDetector.isSuspendingFunction(method);
        if (suspending && interception == Interception.WOVEN) {
            throw refusal(
                    method,
                    type,
                    "is a suspend function: woven code sees it return before its work has ended, and the lock would be released too early",
                    "Use distributed-lock.mode=proxy.");
        }
        if (invoker != null) {
            return;
        }
        if (suspending) {
            throw refusal(
                    method,
                    type,
                    "is a suspend function, and there is nothing that would tell when it has ended",
                    "Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor.");
        }
        if (returned == Future.class) {
            throw refusal(
                    method,
                    type,
                    "returns Future, which tells nobody when its work has ended: the lock would be released too early, or a thread would have to wait for it",
                    "Return CompletableFuture: the lock is held until that completes.");
        }
        if (isLater(returned)) {
            throw refusal(
                    method,
                    type,
                    "returns %s, whose work goes on after the method has returned, and nothing here tells when it has ended: the lock would be released too early"
                            .formatted(returned.getSimpleName()),
                    "Return CompletableFuture, Mono or Flux (with io.projectreactor:reactor-core); or move the annotation to a method that does the work and returns its result.");
        }
    }

    /** Whether what has this type may stand for work that is still to be done. */
    static boolean isLater(Class<?> type) {
        return Future.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || !ClassUtils.isPrimitiveOrWrapper(type)
                        && type != Object.class
                        && type != Void.TYPE
                        && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
    }

    private static LockConfigurationException refusal(Method method, Class<?> type, String what, String action) {
        return new LockConfigurationException(
                "@DistributedLock on %s: the method %s.".formatted(LockSpecReader.where(method, type), what), action);
    }
}

package io.github.lockstarter.aop;

import io.github.lockstarter.DistributedLock;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aspectj.lang.Aspects;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.reflect.MethodSignature;
import org.jspecify.annotations.Nullable;

/**
 * The interceptor for classes that AspectJ has woven ({@code distributed-lock.mode=aspectj}): reaches calls from within the
 * object, private methods and final classes. Does nothing until it is given an interceptor, so it is inert in proxy mode.
 *
 * <p>AspectJ makes the only instance in the JVM; of several application contexts, the last to start is served.
 */
@Aspect
public class DistributedLockAspect {

    private volatile @Nullable DistributedLockInterceptor interceptor;

    /** Whether the weaver has put this aspect into a method. */
    static boolean isWoven(Method method) {
        if (!Aspects.hasAspect(DistributedLockAspect.class) || !isSeen(method)) {
            return false;
        }
        for (Method each : method.getDeclaringClass().getDeclaredMethods()) {
            if (each.getName().startsWith(method.getName() + "_aroundBody")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the annotation stands where the pointcut looks for it. */
    private static boolean isSeen(Method method) {
        return isAnnotated(method)
                || Modifier.isPublic(method.getModifiers()) && isAnnotated(method.getDeclaringClass());
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        return element.isAnnotationPresent(DistributedLock.class)
                || Arrays.stream(element.getAnnotations())
                        .anyMatch(each -> each.annotationType().isAnnotationPresent(DistributedLock.class));
    }

    /**
     * Serves woven methods from now on, with the aspect of this JVM if the weaver has made one.
     *
     * @param interceptor what locks
     */
    public static void serve(DistributedLockInterceptor interceptor) {
        if (Aspects.hasAspect(DistributedLockAspect.class)) {
            Aspects.aspectOf(DistributedLockAspect.class).interceptor = interceptor;
        }
    }

    /**
     * Around annotated methods and those of annotated classes, also where the annotation stands on an annotation.
     *
     * @param call the woven call
     * @return what the caller gets
     * @throws Throwable what the method throws, or what says that it did not run
     */
    @Around("execution(@io.github.lockstarter.DistributedLock * *(..))"
            + " || execution(@(@io.github.lockstarter.DistributedLock *) * *(..))"
            + " || execution(public !static * *(..)) && !within(java.lang.annotation.Annotation+)"
            + " && (within(@io.github.lockstarter.DistributedLock *)"
            + " || within(@(@io.github.lockstarter.DistributedLock *) *))")
    public @Nullable Object aroundLocked(ProceedingJoinPoint call) throws Throwable {
        DistributedLockInterceptor current = interceptor;
        if (current == null) {
            return call.proceed();
        }
        Method method = ((MethodSignature) call.getSignature()).getMethod();
        return current.invoke(method, call.getTarget(), call.getTarget(), call.getArgs(), call::proceed, once(call));
    }

    /** On another thread, AspectJ would pass inner advice by the second time. */
    private static Proceedings.Repeatable once(ProceedingJoinPoint call) {
        AtomicBoolean proceeded = new AtomicBoolean();
        return arguments -> {
            if (!proceeded.compareAndSet(false, true)) {
                throw new IllegalStateException(
                        "What the woven method %s has returned was subscribed to a second time: call the method again, or use distributed-lock.mode=proxy"
                                .formatted(call.getSignature().toShortString()));
            }
            return call.proceed();
        };
    }
}

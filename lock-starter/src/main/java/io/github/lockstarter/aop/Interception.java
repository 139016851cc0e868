package io.github.lockstarter.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.ProxyProcessorSupport;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/** How calls come to the lock. */
enum Interception {
    /** By a proxy that is a subclass. */
    SUBCLASS,
    /** By a proxy that has the bean's interfaces, where it has any. */
    INTERFACES,
    /** In the class itself, by AspectJ. */
    WOVEN;

    /** Whether the proxy of such a bean has its interfaces only. */
    boolean isByInterfacesOf(Class<?> type) {
        return this != WOVEN && (hasOnlyInterfaces(type) || this == INTERFACES && Interfaces.ofUse(type));
    }

    /** Of these, Spring makes a proxy of the interfaces whatever the settings say; they are final, and have no name. */
    static boolean hasOnlyInterfaces(Class<?> type) {
        return Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
    }

    /** The interface of the class by which the method can be called. */
    static Optional<Class<?>> interfaceOf(Method method, Class<?> type) {
        return Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
                .filter(each -> Arrays.stream(each.getMethods()).anyMatch(declared -> leadsTo(declared, method, type)))
                .findFirst();
    }

    private static boolean leadsTo(Method declared, Method method, Class<?> type) {
        return declared.equals(method)
                || declared.getName().equals(method.getName())
                        && declared.getParameterCount() == method.getParameterCount()
                        && AopUtils.getMostSpecificMethod(declared, type).equals(method);
    }

    /** Asks Spring itself which interfaces are worth a proxy. */
    @SuppressWarnings("serial")
    private static final class Interfaces extends ProxyProcessorSupport {

        static boolean ofUse(Class<?> type) {
            ProxyFactory proxy = new ProxyFactory();
            new Interfaces().evaluateProxyInterfaces(type, proxy);
            return !proxy.isProxyTargetClass();
        }
    }
}

package io.github.lockstarter.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/** Which methods the container calls on the bean itself, past every proxy. */
final class Lifecycle {

    private static final Set<String> ANNOTATIONS =
            Set.of("jakarta.annotation.PostConstruct", "jakarta.annotation.PreDestroy");

    private Lifecycle() {}

    static boolean isCallback(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            if (ANNOTATIONS.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return method.getParameterCount() == 0
                && (method.getName().equals("afterPropertiesSet")
                                && InitializingBean.class.isAssignableFrom(method.getDeclaringClass())
                        || method.getName().equals("destroy")
                                && DisposableBean.class.isAssignableFrom(method.getDeclaringClass()));
    }
}

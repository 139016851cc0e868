package io.github.lockstarter.aop;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.autoconfigure.DistributedLockAutoConfiguration;
import io.github.lockstarter.autoconfigure.InMemoryLockStoreAutoConfiguration;
import io.github.lockstarter.autoconfigure.LockProxyAutoConfiguration;
import io.github.lockstarter.autoconfigure.LockWeavingAutoConfiguration;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs in a JVM with AspectJ's agent and prints what was locked. Arguments: properties. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    DistributedLockAutoConfiguration.class,
    InMemoryLockStoreAutoConfiguration.class,
    LockProxyAutoConfiguration.class,
    LockWeavingAutoConfiguration.class
})
class WovenApplication {

    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WovenApplication.class).run(args)) {
            if (context.getEnvironment()
                    .getProperty("distributed-lock.mode", "")
                    .equals("aspectj")) {
                FinalBean bean = context.getBean(FinalBean.class);
                say("method: " + bean.place("a1"));
                say("self-invocation: " + bean.callsItself("a1"));
                say("private: " + bean.callsPrivate("a1"));
                say("class: " + context.getBean(LockedClass.class).place());
                say("composed: " + context.getBean(LockedClass.class).composed("a1"));
                say("not a bean: " + new FinalBean().place("a1"));
                say("proxied: " + AopUtils.isAopProxy(bean));
            } else {
                OpenBean bean = context.getBean(OpenBean.class);
                say("proxied: " + AopUtils.isAopProxy(bean));
                say("method: " + bean.place("a1"));
                say("self-invocation: " + bean.callsItself("a1"));
            }
            say("end");
        }
    }

    private static void say(String line) {
        System.out.println("> " + line);
    }

    private static String lock() {
        return CurrentLease.find().map(lease -> lease.name() + lease.keys()).orElse("unlocked");
    }

    @Bean
    OpenBean openBean() {
        return new OpenBean();
    }

    @Bean
    @ConditionalOnProperty(name = "distributed-lock.mode", havingValue = "aspectj")
    FinalBean finalBean() {
        return new FinalBean();
    }

    @Bean
    LockedClass lockedClass() {
        return new LockedClass();
    }

    static final class FinalBean {

        @DistributedLock("'item:' + #id")
        String place(String id) {
            return lock();
        }

        String callsItself(String id) {
            return place(id);
        }

        String callsPrivate(String id) {
            return hidden(id);
        }

        @DistributedLock("'item:' + #id")
        private String hidden(String id) {
            return lock();
        }
    }

    static class OpenBean {

        @DistributedLock("'item:' + #id")
        public String place(String id) {
            return lock();
        }

        public String callsItself(String id) {
            return place(id);
        }
    }

    @DistributedLock
    static class LockedClass {

        public String place() {
            return lock();
        }

        @ItemLock
        public String composed(String id) {
            return lock();
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @DistributedLock("'item:' + #id")
    @interface ItemLock {}
}

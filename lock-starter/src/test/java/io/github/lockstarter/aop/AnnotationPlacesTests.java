package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.testing.Contexts;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.util.StringUtils;

/** Where the annotation may stand, and what the lock is called there. */
class AnnotationPlacesTests {

    private final ApplicationContextRunner runner = Contexts.inMemory().withUserConfiguration(Beans.class);

    @Test
    void onAMethod() {
        assertLock(OnMethod.class, bean -> bean.byKey("a1"), "OnMethod-byKey", "item:a1");
        assertLock(OnMethod.class, OnMethod::byName, "OnMethod-byName", "OnMethod-byName");
        assertLock(OnMethod.class, OnMethod::named, "nightly", "nightly");
        assertLock(OnMethod.class, bean -> bean.byValue("a1"), "OnMethod-byValue", "a1");
        assertLock(OnMethod.class, bean -> bean.packagePrivate("a1"), "OnMethod-packagePrivate", "a1");
    }

    @Test
    void onAClassForEachPublicMethod() {
        assertLock(OnClass.class, OnClass::first, "OnClass-first", "OnClass-first");
        assertLock(OnClass.class, OnClass::second, "OnClass-second", "OnClass-second");
        assertLock(OnClass.class, bean -> bean.own("a1"), "own", "a1");
        assertUnlocked(OnClass.class, OnClass::packagePrivate);
    }

    @Test
    void onAClassWithANameOrAKeyForAllPublicMethodsTogether() {
        assertLock(OnClassNamed.class, OnClassNamed::first, "shared", "shared");
        assertLock(OnClassNamed.class, OnClassNamed::second, "shared", "shared");
        assertLock(OnClassWithKey.class, bean -> bean.first("a1"), "OnClassWithKey-first", "a1");
        assertLock(OnClassWithKey.class, bean -> bean.second("a1"), "OnClassWithKey-second", "a1");
    }

    @Test
    void onAClassNotForTheMethodsOfObject() {
        runner.run(context -> {
            assertThat(context.getBean("onClass", OnClass.class).toString()).isEqualTo("unlocked");
        });
    }

    @Test
    void onAnInterfaceWhoseParameterNamesCountBeforeThoseOfTheImplementation() {
        assertLock(Swapped.class, bean -> bean.go("first", "second"), "Swapped-go", "first");
    }

    @Test
    void onAnAnnotationOfOnesOwn() {
        assertLock(Composed.class, bean -> bean.place("a1"), "Composed-place", "item:a1");
        assertLock(ComposedOnClass.class, bean -> bean.place("a1"), "ComposedOnClass-place", "a1");
    }

    @Test
    void onAnInterfaceAndItsMethods() {
        assertLock(ByInterfaceMethod.class, bean -> bean.place("a1"), "ByInterfaceMethod-place", "a1");
        assertLock(ByInterface.class, ByInterface::place, "ByInterface-place", "ByInterface-place");
        assertLock(ByDefaultMethod.class, bean -> bean.place("a1"), "ByDefaultMethod-place", "a1");
    }

    @Test
    void onAMethodThatIsInheritedOrOverriddenWithoutIt() {
        assertLock(Inheriting.class, bean -> bean.byKey("a1"), "Inheriting-byKey", "item:a1");
        assertLock(Overriding.class, bean -> bean.byKey("a1"), "Overriding-byKey", "item:a1");
        assertLock(
                InheritingClassLevel.class,
                InheritingClassLevel::first,
                "InheritingClassLevel-first",
                "InheritingClassLevel-first");
        assertLock(Generic.class, bean -> bean.place("a1"), "Generic-place", "a1");
    }

    @Test
    void onAnInterfaceThatAJdkProxyHas() {
        runner.withPropertyValues("spring.aop.proxy-target-class=false").run(context -> {
            Placing bean = (Placing) context.getBean("byInterfaceMethod");
            assertThat(Proxy.isProxyClass(bean.getClass())).isTrue();
            assertThat(bean.place("a1").keys()).containsExactly("a1");
        });
    }

    @Test
    void onAnInterfaceOfABeanThatIsAProxyOrALambdaItself() {
        assertLock(Placing.class, "repository", "Placing-place", "a1");
        assertLock(Placing.class, "lambda", "Placing-place", "a1");
    }

    private void assertLock(Class<Placing> type, String bean, String name, String key) {
        runner.run(context -> {
            Lease lease = context.getBean(bean, type).place("a1");
            assertThat(lease.name()).isEqualTo(name);
            assertThat(lease.keys()).containsExactly(key);
        });
    }

    private <T> void assertLock(Class<T> type, Function<T, Lease> call, String name, String key) {
        runner.run(context -> {
            Lease lease = call.apply(context.getBean(nameOf(type), type));
            assertThat(lease.name()).isEqualTo(name);
            assertThat(lease.keys()).containsExactly(key);
        });
    }

    private <T> void assertUnlocked(Class<T> type, Function<T, Boolean> locked) {
        runner.run(context ->
                assertThat(locked.apply(context.getBean(nameOf(type), type))).isFalse());
    }

    private static String nameOf(Class<?> type) {
        return StringUtils.uncapitalize(type.getSimpleName());
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        OnMethod onMethod() {
            return new OnMethod();
        }

        @Bean
        OnClass onClass() {
            return new OnClass();
        }

        @Bean
        OnClassNamed onClassNamed() {
            return new OnClassNamed();
        }

        @Bean
        OnClassWithKey onClassWithKey() {
            return new OnClassWithKey();
        }

        @Bean
        Composed composed() {
            return new Composed();
        }

        @Bean
        ComposedOnClass composedOnClass() {
            return new ComposedOnClass();
        }

        @Bean
        ByInterfaceMethod byInterfaceMethod() {
            return new ByInterfaceMethod();
        }

        @Bean
        ByInterface byInterface() {
            return new ByInterface();
        }

        @Bean
        ByDefaultMethod byDefaultMethod() {
            return new ByDefaultMethod();
        }

        @Bean
        Inheriting inheriting() {
            return new Inheriting();
        }

        @Bean
        Overriding overriding() {
            return new Overriding();
        }

        @Bean
        InheritingClassLevel inheritingClassLevel() {
            return new InheritingClassLevel();
        }

        /** As Spring Data or a Feign client makes them. */
        @Bean
        Placing repository() {
            return (Placing) Proxy.newProxyInstance(
                    Placing.class.getClassLoader(),
                    new Class<?>[] {Placing.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "place" -> CurrentLease.require();
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == arguments[0];
                        default -> "repository";
                    });
        }

        @Bean
        Placing lambda() {
            return item -> CurrentLease.require();
        }

        @Bean
        Swapped swapped() {
            return new Swapped();
        }

        @Bean
        Generic generic() {
            return new Generic();
        }
    }

    static class OnMethod {

        @DistributedLock(key = "'item:' + #id")
        public Lease byKey(String id) {
            return CurrentLease.require();
        }

        @DistributedLock
        public Lease byName() {
            return CurrentLease.require();
        }

        @DistributedLock(name = "nightly")
        public Lease named() {
            return CurrentLease.require();
        }

        @DistributedLock("#id")
        protected Lease byValue(String id) {
            return CurrentLease.require();
        }

        @DistributedLock("#id")
        Lease packagePrivate(String id) {
            return CurrentLease.require();
        }
    }

    static class Inheriting extends OnMethod {}

    static class Overriding extends OnMethod {

        @Override
        public Lease byKey(String id) {
            return CurrentLease.require();
        }
    }

    @DistributedLock
    static class OnClass {

        public Lease first() {
            return CurrentLease.require();
        }

        public Lease second() {
            return CurrentLease.require();
        }

        @DistributedLock(name = "own", key = "#id")
        public Lease own(String id) {
            return CurrentLease.require();
        }

        @Override
        public String toString() {
            return CurrentLease.find().map(lease -> "locked").orElse("unlocked");
        }

        boolean packagePrivate() {
            return CurrentLease.find().isPresent();
        }
    }

    static class InheritingClassLevel extends OnClass {}

    @DistributedLock(name = "shared")
    static class OnClassNamed {

        public Lease first() {
            return CurrentLease.require();
        }

        public Lease second() {
            return CurrentLease.require();
        }
    }

    @DistributedLock(key = "#id")
    static class OnClassWithKey {

        public Lease first(String id) {
            return CurrentLease.require();
        }

        public Lease second(String id) {
            return CurrentLease.require();
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @DistributedLock
    @interface ItemLock {

        @AliasFor(annotation = DistributedLock.class, attribute = "key")
        String value() default "'item:' + #id";
    }

    static class Composed {

        @ItemLock
        public Lease place(String id) {
            return CurrentLease.require();
        }
    }

    @ItemLock("#id")
    static class ComposedOnClass {

        public Lease place(String id) {
            return CurrentLease.require();
        }
    }

    interface Placing {

        @DistributedLock("#item")
        Lease place(String item);
    }

    /** Names its parameter as it likes: the annotation was written to the interface's. */
    static class ByInterfaceMethod implements Placing {

        @Override
        public Lease place(String id) {
            return CurrentLease.require();
        }
    }

    interface Ordered {

        @DistributedLock("#a")
        Lease go(String a, String b);
    }

    static class Swapped implements Ordered {

        @Override
        public Lease go(String b, String a) {
            return CurrentLease.require();
        }
    }

    @DistributedLock
    interface Locked {

        Lease place();
    }

    static class ByInterface implements Locked {

        @Override
        public Lease place() {
            return CurrentLease.require();
        }
    }

    interface Defaulting {

        @DistributedLock("#id")
        default Lease place(String id) {
            return CurrentLease.require();
        }
    }

    static class ByDefaultMethod implements Defaulting {}

    abstract static class Base<T> {

        @DistributedLock("#id")
        public abstract Lease place(T id);
    }

    static class Generic extends Base<String> {

        @Override
        public Lease place(String id) {
            return CurrentLease.require();
        }
    }
}

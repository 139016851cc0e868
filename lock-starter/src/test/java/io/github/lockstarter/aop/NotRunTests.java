package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.testing.Contexts;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A call whose lock is busy or unavailable. */
class NotRunTests {

    private static final String BUSY = "busy";

    private final ApplicationContextRunner runner = Contexts.inMemory().withUserConfiguration(Beans.class);

    @Nested
    class Skipping {

        @Test
        void returnsNothingWhenTheLockIsBusy() {
            busy(Skips.class, (bean, locks) -> {
                bean.nothing();
                assertThat(bean.text()).isNull();
                assertThat(bean.wrapper()).isNull();
                assertThat(bean.optional()).isEmpty();
                assertThat(bean.optionalInt()).isEmpty();
                assertThat(bean.runs()).isZero();
            });
        }

        @Test
        void completesAFutureWithNothing() {
            busy(Skips.class, (bean, locks) -> {
                assertThat(bean.future()).succeedsWithin(Duration.ofSeconds(5)).isNull();
                assertThat(bean.futureOfOptional())
                        .succeedsWithin(Duration.ofSeconds(5))
                        .isEqualTo(Optional.empty());
                assertThat(bean.runs()).isZero();
            });
        }

        @Test
        void isForBusyLocksOnly() {
            runner.run(context -> {
                assertThat(context.getBean(Skips.class).text()).isEqualTo("text");

                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> context.getBean(Skips.class).text())
                        .isInstanceOf(LockInterruptedException.class);
                assertThat(Thread.interrupted()).isTrue();
            });
        }

        @Test
        void doesNotSkipWhatALockInsideTheMethodFailsWith() {
            busy(
                    Skips.class,
                    (bean, locks) ->
                            assertThatThrownBy(() -> bean.inner(locks)).isInstanceOf(LockNotAcquiredException.class));
        }
    }

    @Nested
    class FallingBack {

        @Test
        void callsAnotherMethodWithTheSameArguments() {
            busy(FallsBack.class, (bean, locks) -> {
                assertThat(bean.place("a1", 7)).isEqualTo("instead of a1 for 7");
                assertThat(bean.told("a1")).isEqualTo("a1: LockNotAcquiredException of FallsBack-told");
                assertThat(bean.toldRatherThanNot("a1")).isEqualTo("told");
                bean.nothing();
                assertThat(bean.nothings()).isEqualTo(1);
                assertThat(bean.number()).isEqualTo(-1);
            });
        }

        @Test
        void answersForAFuture() {
            busy(
                    FallsBack.class,
                    (bean, locks) -> assertThat(bean.later("a1"))
                            .succeedsWithin(Duration.ofSeconds(5))
                            .isEqualTo("instead of a1"));
            runner.run(context -> assertThat(context.getBean(FallsBack.class).later("a1"))
                    .succeedsWithin(Duration.ofSeconds(5))
                    .isEqualTo("a1"));
        }

        @Test
        void whoseAnnotationsHold() {
            busy(FallsBack.class, (bean, locks) -> assertThat(bean.elsewhere()).isEqualTo("under [elsewhere]"));
        }

        @Test
        void andWhatItThrowsIsWhatTheCallerGets() {
            busy(
                    FallsBack.class,
                    (bean, locks) -> assertThatThrownBy(bean::failing)
                            .isInstanceOf(IOException.class)
                            .hasMessage("instead"));
        }

        @Test
        void isNotForWhatALockInsideTheMethodFailsWith() {
            busy(
                    FallsBack.class,
                    (bean, locks) ->
                            assertThatThrownBy(() -> bean.inner(locks)).isInstanceOf(LockNotAcquiredException.class));
        }

        @Test
        void isNotForWhatALockInsideTheWorkOfAFutureFailsWith() {
            busy(
                    FallsBack.class,
                    (bean, locks) -> assertThat(bean.innerLater(locks))
                            .failsWithin(Duration.ofSeconds(5))
                            .withThrowableThat()
                            .withCauseInstanceOf(LockNotAcquiredException.class));
        }

        @Test
        void isNotCalledWhenTheMethodRuns() {
            runner.run(context ->
                    assertThat(context.getBean(FallsBack.class).place("a1", 7)).isEqualTo("a1 for 7"));
        }

        @Test
        void worksThroughAnInterface() {
            runner.withPropertyValues("spring.aop.proxy-target-class=false")
                    .withUserConfiguration(ByInterface.class)
                    .run(context -> {
                        try (Lease busy = context.getBean(LockOperations.class).acquire(LockRequest.of(BUSY))) {
                            assertThat(context.getBean(Placing.class).place("a1"))
                                    .isEqualTo("instead of a1");
                        }
                    });
        }
    }

    /** A store that is not reachable is not busy. */
    @Test
    void whenTheStoreIsUnavailableAFallbackIsCalledAndNothingIsSkipped() {
        Contexts.inMemory().withUserConfiguration(Beans.class).run(context -> {
            context.getBean(InMemoryLockStore.class).makeUnavailable();

            assertThat(context.getBean(FallsBack.class).told("a1"))
                    .isEqualTo("a1: LockStoreException of FallsBack-told");
            assertThatThrownBy(() -> context.getBean(Skips.class).text()).isInstanceOf(LockStoreException.class);
        });
    }

    @Nested
    class AtStartUp {

        @Test
        void skippingAPrimitiveIsRefused() {
            assertRefused(
                    SkipsPrimitive.class,
                    "onBusy = SKIP of @DistributedLock on SkipsPrimitive.go: the method returns int");
        }

        @Test
        void skippingAndFallingBackIsRefused() {
            assertRefused(SkipsAndFallsBack.class, "onBusy = SKIP and fallback = \"instead\"", "each says");
        }

        @Test
        void aFallbackThatCannotBeCalledIsRefused() {
            assertRefused(NoFallback.class, "fallback = \"instead\"", "there is no such method in");
            assertRefused(OtherParameters.class, "needed are (String, int)");
            assertRefused(OtherReturn.class, "it returns java.lang.Object, and the locked method java.lang.String");
            assertRefused(PrivateFallback.class, "it is private");
            assertRefused(StaticFallback.class, "it is static");
            assertRefused(FinalFallback.class, "it is final");
            assertRefused(Itself.class, "it is the locked method itself");
        }

        @Test
        void aFallbackThatNoProxyOfInterfacesHasIsRefused() {
            Contexts.inMemory()
                    .withPropertyValues("spring.aop.proxy-target-class=false")
                    .withBean(NotInInterface.class)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("it is in none of the interfaces"));
        }

        private void assertRefused(Class<?> bean, String... messages) {
            Contexts.inMemory()
                    .withBean(bean)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(LockConfigurationException.class)
                            .hasMessageContainingAll(messages));
        }
    }

    private <T> void busy(Class<T> type, Checking<T> check) {
        runner.run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            try (Lease busy = locks.acquire(LockRequest.of(BUSY))) {
                check.check(context.getBean(type), locks);
            }
        });
    }

    @FunctionalInterface
    interface Checking<T> {

        void check(T bean, LockOperations locks) throws Exception;
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Skips skips() {
            return new Skips();
        }

        @Bean
        FallsBack fallsBack() {
            return new FallsBack();
        }
    }

    static class Skips {

        private int runs;

        int runs() {
            return runs;
        }

        @DistributedLock(key = "'busy'", retries = 0, onBusy = OnBusy.SKIP)
        void nothing() {
            runs++;
        }

        @DistributedLock(key = "'busy'", retries = 0, onBusy = OnBusy.SKIP)
        String text() {
            runs++;
            return "text";
        }

        @DistributedLock(key = "'busy'", retries = 0, onBusy = OnBusy.SKIP)
        Integer wrapper() {
            return runs++;
        }

        @DistributedLock(key = "'busy'", retries = 0, onBusy = OnBusy.SKIP)
        Optional<String> optional() {
            runs++;
            return Optional.of("text");
        }

        @DistributedLock(key = "'busy'", retries = 0, onBusy = OnBusy.SKIP)
        CompletableFuture<String> future() {
            runs++;
            return CompletableFuture.completedFuture("text");
        }

        @DistributedLock(key = "'busy'", retries = 0, onBusy = OnBusy.SKIP)
        CompletionStage<Optional<String>> futureOfOptional() {
            runs++;
            return CompletableFuture.completedFuture(Optional.of("text"));
        }

        @DistributedLock(key = "'busy'", retries = 0, onBusy = OnBusy.SKIP)
        OptionalInt optionalInt() {
            return OptionalInt.of(runs++);
        }

        @DistributedLock(key = "'free'", onBusy = OnBusy.SKIP)
        void inner(LockOperations locks) {
            locks.execute(LockRequest.of(BUSY).retries(0), lease -> null);
        }
    }

    static class FallsBack {

        @DistributedLock(key = "'busy'", retries = 0, fallback = "insteadOfLater")
        CompletableFuture<String> later(String id) {
            return CompletableFuture.completedFuture(id);
        }

        CompletableFuture<String> insteadOfLater(String id) {
            return CompletableFuture.completedFuture("instead of " + id);
        }

        private int nothings;

        int nothings() {
            return nothings;
        }

        @DistributedLock(key = "'busy'", retries = 0, fallback = "instead")
        String place(String id, int amount) {
            return id + " for " + amount;
        }

        protected String instead(String id, int amount) {
            return "instead of " + id + " for " + amount;
        }

        @DistributedLock(key = "'busy'", retries = 0, fallback = "toldWhy")
        String told(String id) {
            return id;
        }

        String toldWhy(String id, LockException why) {
            return id + ": " + why.getClass().getSimpleName() + " of " + why.name();
        }

        @DistributedLock(key = "'busy'", retries = 0, fallback = "either")
        String toldRatherThanNot(String id) {
            return id;
        }

        String either(String id) {
            return "not told";
        }

        String either(String id, LockException why) {
            return "told";
        }

        @DistributedLock(key = "'busy'", retries = 0, fallback = "countNothing")
        void nothing() {}

        void countNothing() {
            nothings++;
        }

        @DistributedLock(key = "'busy'", retries = 0, fallback = "noNumber")
        int number() {
            return 1;
        }

        int noNumber() {
            return -1;
        }

        @DistributedLock(key = "'busy'", retries = 0, fallback = "underAnother")
        String elsewhere() {
            return "here";
        }

        @DistributedLock(key = "'elsewhere'")
        String underAnother() {
            return "under " + CurrentLease.require().keys();
        }

        @DistributedLock(key = "'busy'", retries = 0, fallback = "throwing")
        String failing() throws IOException {
            return "here";
        }

        String throwing() throws IOException {
            throw new IOException("instead");
        }

        @DistributedLock(key = "'free'", fallback = "forInner")
        void inner(LockOperations locks) {
            locks.execute(LockRequest.of(BUSY).retries(0), lease -> null);
        }

        @DistributedLock(key = "'free'", fallback = "forInnerLater")
        CompletableFuture<String> innerLater(LockOperations locks) {
            return locks.executeAsync(
                            LockRequest.of(BUSY).retries(0), lease -> CompletableFuture.completedFuture("inner"))
                    .toCompletableFuture();
        }

        CompletableFuture<String> forInnerLater(LockOperations locks) {
            return CompletableFuture.completedFuture("The lock that is busy is not this method's");
        }

        void forInner(LockOperations locks) {
            throw new AssertionError("The lock that is busy is not this method's");
        }
    }

    interface Placing {

        String place(String id);

        String instead(String id);
    }

    @Configuration(proxyBeanMethods = false)
    static class ByInterface {

        @Bean
        Placing placing() {
            return new Placing() {
                @Override
                @DistributedLock(key = "'busy'", retries = 0, fallback = "instead")
                public String place(String id) {
                    return id;
                }

                @Override
                public String instead(String id) {
                    return "instead of " + id;
                }
            };
        }
    }

    static class SkipsPrimitive {

        @DistributedLock(onBusy = OnBusy.SKIP)
        int go() {
            return 1;
        }
    }

    static class SkipsAndFallsBack {

        @DistributedLock(onBusy = OnBusy.SKIP, fallback = "instead")
        void go() {}

        void instead() {}
    }

    static class NoFallback {

        @DistributedLock(fallback = "instead")
        void go() {}
    }

    static class OtherParameters {

        @DistributedLock(fallback = "instead")
        void go(String id, int amount) {}

        void instead(String id) {}

        void instead(String id, int amount, RuntimeException why) {}
    }

    static class OtherReturn {

        @DistributedLock(fallback = "instead")
        @Nullable
        String go() {
            return null;
        }

        @Nullable
        Object instead() {
            return null;
        }
    }

    static class PrivateFallback {

        @DistributedLock(fallback = "instead")
        void go() {}

        private void instead() {}
    }

    static class StaticFallback {

        @DistributedLock(fallback = "instead")
        void go() {}

        static void instead() {}
    }

    static class FinalFallback {

        @DistributedLock(fallback = "instead")
        void go() {}

        final void instead() {}
    }

    static class Itself {

        @DistributedLock(fallback = "go")
        void go() {}
    }

    public static class NotInInterface implements Runnable {

        @Override
        @DistributedLock(fallback = "instead")
        public void run() {}

        public void instead() {}
    }
}

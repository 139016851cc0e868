package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.reactive.ReactiveCurrentLease;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;

/** Where the lock stands among what else a method may be annotated with. */
class BesideOtherAnnotationsTests {

    private final ApplicationContextRunner runner =
            Contexts.inMemory().withPropertyValues("distributed-lock.retries=200");

    @Nested
    class WithAsync {

        private final ApplicationContextRunner async = runner.withUserConfiguration(AsyncConfig.class);

        @Test
        void theMethodRunsOnTheExecutorsThreadUnderTheLockUntilItsFutureCompletes() {
            async.run(context -> {
                Tasks tasks = context.getBean(Tasks.class);
                CompletableFuture<String> end = new CompletableFuture<>();
                CompletableFuture<String> begun = new CompletableFuture<>();

                CompletableFuture<String> result = tasks.future(begun, end);

                assertThat(begun.get(5, TimeUnit.SECONDS)).startsWith("tasks-").endsWith(" Tasks-future");
                assertThat(locks(context).tryAcquire(LockRequest.of("task"))).isEmpty();
                end.complete("done");
                assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo("done");
                assertThat(locks(context).tryAcquire(LockRequest.of("task"))).isPresent();
            });
        }

        @Test
        void aBusyLockFailsItsFuture() {
            async.run(context -> {
                try (Lease busy = locks(context).acquire(LockRequest.of("task"))) {
                    assertThat(context.getBean(Tasks.class).atOnce())
                            .failsWithin(Duration.ofSeconds(5))
                            .withThrowableThat()
                            .withCauseInstanceOf(LockNotAcquiredException.class);
                }
            });
        }

        @Test
        void anInterruptedExecutorThreadDoesNotRunIt() {
            async.run(context -> {
                Tasks tasks = context.getBean(Tasks.class);
                ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutor.class);
                Lease busy = locks(context).acquire(LockRequest.of("task"));
                CompletableFuture<String> begun = new CompletableFuture<>();
                CompletableFuture<String> result = tasks.future(begun, CompletableFuture.completedFuture("done"));
                Await.until(() -> executor.getActiveCount() == 1);
                executor.getThreadPoolExecutor().shutdownNow();

                assertThat(result)
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableThat()
                        .withCauseInstanceOf(LockInterruptedException.class);
                busy.close();
                assertThat(begun).isNotDone();
                assertThat(locks(context).acquire(LockRequest.of("task")).isValid())
                        .isTrue();
            });
        }

        @Test
        void twoTasksThatCarryTheLeaseOfTheirCallerAreNoOwners() {
            async.run(context -> {
                Tasks tasks = context.getBean(Tasks.class);
                List<CompletableFuture<Long>> results =
                        locks(context).execute("task", lease -> List.of(tasks.counting(), tasks.counting()));

                for (CompletableFuture<Long> result : results) {
                    assertThat(result.get(10, TimeUnit.SECONDS)).isPositive();
                }

                assertThat(tasks.carried()).hasSize(2).containsOnly("task");
                assertThat(tasks.most()).isEqualTo(1);
                assertThat(results.get(0).join()).isNotEqualTo(results.get(1).join());
            });
        }
    }

    @Test
    void aFutureIsBegunWithWhatTaskDecoratorsCarry() {
        runner.withUserConfiguration(Decorating.class).run(context -> {
            Carried.OF_THREAD.set("ada");
            try {
                assertThat(context.getBean(Carried.class).future().get(5, TimeUnit.SECONDS))
                        .isEqualTo("ada on lock-starter-call");
            } finally {
                Carried.OF_THREAD.remove();
            }
        });
    }

    @Test
    void aDecoratorThatFailsAfterTheBeginningDoesNotEndTheMethod() {
        runner.withUserConfiguration(FailingDecorator.class).run(context -> {
            CompletableFuture<String> end = new CompletableFuture<>();
            CompletableFuture<String> result = context.getBean(Waits.class).until(end);
            Await.until(() -> isHeld(context, "wait"));
            assertThat(result).isNotDone();
            end.complete("done");
            assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo("done");
        });
    }

    @Test
    void adviceInsideTheLockFindsItsJoinPointOnWhateverThread() {
        runner.withUserConfiguration(Advised.class).run(context -> {
            assertThat(context.getBean(Carried.class).future().get(5, TimeUnit.SECONDS))
                    .startsWith("null on");
            Mono<String> mono = context.getBean(Carried.class).mono();
            assertThat(mono.block()).isEqualTo("mono");
            assertThat(mono.block()).isEqualTo("mono");
            assertThat(context.getBean(Noting.class).seen()).containsExactly("future", "mono", "mono");
        });
    }

    @Test
    void aScheduledMethodRunsUnderTheLockAndSkipsWhatIsBusy() {
        runner.withUserConfiguration(SchedulingConfig.class).run(context -> {
            Jobs jobs = context.getBean(Jobs.class);
            Await.until(() -> jobs.held().contains("Jobs-every") && jobs.held().contains("Jobs-reactive"));
            try (Lease busy = locks(context).acquire(LockRequest.of("job"))) {
                int runs = jobs.runs();
                int skipped = jobs.skipped();
                Await.until(() -> jobs.skipped() > skipped + 3);
                assertThat(jobs.runs()).isEqualTo(runs);
            }
            int runs = jobs.runs();
            Await.until(() -> jobs.runs() > runs);
        });
    }

    @Test
    void anEventListenerRunsUnderTheLock() {
        runner.withUserConfiguration(Listening.class).run(context -> {
            context.publishEvent("sold");

            Listening listening = context.getBean(Listening.class);
            Await.until(() -> listening.held().size() == 2);
            assertThat(listening.held()).containsExactlyInAnyOrder("[sold]", "[later:sold]");
        });
    }

    @Test
    void theLockIsTakenOutsideTheCacheOnAHitToo() {
        runner.withUserConfiguration(CachingConfig.class).run(context -> {
            Cached cached = context.getBean(Cached.class);
            assertThat(cached.price("a1")).isEqualTo(1);
            assertThat(cached.price("a1")).isEqualTo(1);
            try (Lease busy = locks(context).acquire(LockRequest.of("a1"))) {
                assertThatThrownBy(() -> cached.price("a1")).isInstanceOf(LockNotAcquiredException.class);
            }
        });
    }

    @Test
    void whoMayNotCallTheMethodDoesNotGetItsLock() {
        runner.withUserConfiguration(SecurityConfig.class).run(context -> {
            Secured secured = context.getBean(Secured.class);
            SecurityContextHolder.getContext()
                    .setAuthentication(new TestingAuthenticationToken("eve", "", "ROLE_GUEST"));
            try (Lease busy = locks(context).acquire(LockRequest.of("vault"))) {
                assertThatThrownBy(secured::open).isInstanceOf(AccessDeniedException.class);
                SecurityContextHolder.getContext()
                        .setAuthentication(new TestingAuthenticationToken("ada", "", "ROLE_ADMIN"));
                assertThatThrownBy(secured::open).isInstanceOf(LockNotAcquiredException.class);
            } finally {
                SecurityContextHolder.clearContext();
            }
        });
    }

    private static boolean isHeld(ApplicationContext context, String key) {
        Optional<Lease> lease = locks(context).tryAcquire(LockRequest.of(key));
        lease.ifPresent(Lease::close);
        return lease.isEmpty();
    }

    private static LockOperations locks(ApplicationContext context) {
        return context.getBean(LockOperations.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class AsyncConfig {

        @Bean
        ThreadPoolTaskExecutor taskExecutor() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setCorePoolSize(2);
            executor.setThreadNamePrefix("tasks-");
            executor.setTaskDecorator(AsyncConfig::withTheLeaseOfTheCaller);
            return executor;
        }

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

        private static Runnable withTheLeaseOfTheCaller(Runnable task) {
            return CurrentLease.find()
                    .<Runnable>map(lease -> () -> {
                        try (CurrentLease.Binding carried = CurrentLease.bind(lease)) {
                            task.run();
                        }
                    })
                    .orElse(task);
        }
    }

    static class Tasks {

        private final List<String> carried = new CopyOnWriteArrayList<>();

        private final AtomicInteger inside = new AtomicInteger();

        private final AtomicInteger most = new AtomicInteger();

        public List<String> carried() {
            return carried;
        }

        public int most() {
            return most.get();
        }

        @Async
        @DistributedLock("'task'")
        public CompletableFuture<String> future(CompletableFuture<String> begun, CompletableFuture<String> end) {
            begun.complete(Thread.currentThread().getName() + " "
                    + CurrentLease.require().name());
            return end;
        }

        @Async
        @DistributedLock(key = "'task'", retries = 0)
        public CompletableFuture<String> atOnce() {
            return CompletableFuture.completedFuture("done");
        }

        @Async
        @DistributedLock("'task'")
        public CompletableFuture<Long> counting() {
            List<Lease> leases = CurrentLease.all();
            carried.add(String.join("+", leases.get(leases.size() - 1).keys()));
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            long fencingToken = CurrentLease.require().fencingToken();
            return CompletableFuture.supplyAsync(
                    () -> {
                        inside.decrementAndGet();
                        return fencingToken;
                    },
                    CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Decorating {

        @Bean
        TaskDecorator carrying() {
            return task -> {
                String carried = Carried.OF_THREAD.get();
                return () -> {
                    Carried.OF_THREAD.set(carried);
                    try {
                        task.run();
                    } finally {
                        Carried.OF_THREAD.remove();
                    }
                };
            };
        }

        @Bean
        Carried carried() {
            return new Carried();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingDecorator {

        @Bean
        TaskDecorator failing() {
            return task -> () -> {
                task.run();
                throw new IllegalStateException("on purpose");
            };
        }

        @Bean
        Waits waits() {
            return new Waits();
        }
    }

    static class Waits {

        @DistributedLock(key = "'wait'", retries = 100)
        public CompletableFuture<String> until(CompletableFuture<String> end) {
            return end;
        }
    }

    static class Carried {

        static final ThreadLocal<String> OF_THREAD = new ThreadLocal<>();

        @DistributedLock
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture(
                    OF_THREAD.get() + " on " + Thread.currentThread().getName().replaceAll("-\\d+$", ""));
        }

        @DistributedLock
        public Mono<String> mono() {
            return Mono.just("mono");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Advised {

        @Bean
        Carried carried() {
            return new Carried();
        }

        @Bean
        Noting noting() {
            return new Noting();
        }
    }

    @Aspect
    static class Noting {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        public List<String> seen() {
            return seen;
        }

        @Before("execution(* io.github.lockstarter.aop.BesideOtherAnnotationsTests.Carried.*(..))")
        public void note(JoinPoint call) {
            seen.add(call.getSignature().getName());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class SchedulingConfig {

        @Bean
        Jobs jobs() {
            return new Jobs();
        }
    }

    static class Jobs {

        private final List<String> held = new CopyOnWriteArrayList<>();

        private final AtomicInteger runs = new AtomicInteger();

        private final AtomicInteger skipped = new AtomicInteger();

        public List<String> held() {
            return held;
        }

        public int runs() {
            return runs.get();
        }

        public int skipped() {
            return skipped.get();
        }

        @Scheduled(fixedDelay = 2)
        @DistributedLock(key = "'job'", retries = 0, onBusy = OnBusy.SKIP)
        public void every() {
            held.add(CurrentLease.require().name());
            runs.incrementAndGet();
        }

        @Scheduled(fixedDelay = 2)
        @DistributedLock(key = "'job'", retries = 0, fallback = "skip")
        public void counted() {}

        public void skip() {
            skipped.incrementAndGet();
        }

        @Scheduled(fixedDelay = 2)
        @DistributedLock(key = "'reactive job'", retries = 0, onBusy = OnBusy.SKIP)
        public Mono<Void> reactive() {
            return ReactiveCurrentLease.require()
                    .doOnNext(lease -> held.add(lease.name()))
                    .then();
        }
    }

    static class Listening {

        private final List<String> held = new CopyOnWriteArrayList<>();

        public List<String> held() {
            return held;
        }

        @EventListener
        @DistributedLock("#what")
        public void on(String what) {
            held.add(CurrentLease.require().keys().toString());
        }

        @EventListener
        @DistributedLock("'later:' + #what")
        public Mono<Void> later(String what) {
            return ReactiveCurrentLease.require()
                    .doOnNext(lease -> held.add(lease.keys().toString()))
                    .then();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class CachingConfig {

        @Bean
        ConcurrentMapCacheManager cacheManager() {
            return new ConcurrentMapCacheManager();
        }

        @Bean
        Cached cached() {
            return new Cached();
        }
    }

    static class Cached {

        private final AtomicInteger computed = new AtomicInteger();

        @Cacheable("prices")
        @DistributedLock(key = "#id", retries = 0)
        public int price(String id) {
            return computed.incrementAndGet();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity(proxyTargetClass = true)
    static class SecurityConfig {

        @Bean
        Secured secured() {
            return new Secured();
        }
    }

    static class Secured {

        @PreAuthorize("hasRole('ADMIN')")
        @DistributedLock(key = "'vault'", retries = 0)
        public void open() {}
    }
}

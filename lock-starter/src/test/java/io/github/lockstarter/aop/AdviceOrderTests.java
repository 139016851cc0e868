package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.testing.Contexts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class AdviceOrderTests {

    private final ApplicationContextRunner runner = Contexts.inMemory().withUserConfiguration(Config.class);

    @Test
    void theLockEnclosesTheTransaction() {
        runner.run(context -> {
            Steps steps = context.getBean(Steps.class);
            context.getBean(Service.class).inTransaction(steps);
            assertThat(steps.seen).containsExactly("acquired", "method", "committed", "released");
        });
    }

    @Test
    void theLockEnclosesTheTransactionWithoutBootsAopAndWithJdkProxies() {
        runner.withPropertyValues("spring.aop.auto=false").run(context -> {
            Steps steps = context.getBean(Steps.class);
            context.getBean(Service.class).inTransaction(steps);
            assertThat(steps.seen).containsExactly("acquired", "method", "committed", "released");
        });
        runner.withPropertyValues("spring.aop.auto=false", "spring.aop.proxy-target-class=false")
                .run(context -> {
                    Steps steps = context.getBean(Steps.class);
                    ((Transacting) context.getBean("transactingService")).inTransaction(steps);
                    assertThat(steps.seen).containsExactly("acquired", "method", "committed", "released");
                });
    }

    @Test
    void theOrderIsASetting() {
        runner.withPropertyValues("distributed-lock.order=7")
                .run(context -> assertThat(
                                context.getBean(DistributedLockAdvisor.class).getOrder())
                        .isEqualTo(7));
    }

    @Test
    void theLockIsTakenOnTheThreadOfAnAsyncMethod() {
        runner.run(context -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            context.getBean(Service.class).async(seen);
            assertThat(seen.get(5, TimeUnit.SECONDS)).isEqualTo("Service-async on another thread");
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    @EnableAsync(proxyTargetClass = true)
    static class Config {

        @Bean
        EmbeddedDatabase database() {
            return new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .generateUniqueName(true)
                    .build();
        }

        @Bean
        JdbcTransactionManager transactionManager(EmbeddedDatabase database) {
            return new JdbcTransactionManager(database);
        }

        @Bean
        Steps steps() {
            return new Steps();
        }

        @Bean
        Service service() {
            return new Service();
        }

        @Bean
        TransactingService transactingService() {
            return new TransactingService();
        }
    }

    static class Steps implements LockListener {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        void transactional() {
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .isTrue();
            seen.add("method");
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    seen.add("committed");
                }
            });
        }

        @Override
        public void acquired(Lease lease, int attempts, long waitedNanos) {
            seen.add("acquired");
        }

        @Override
        public void released(Lease lease) {
            seen.add("released");
        }
    }

    static class Service {

        private final Thread made = Thread.currentThread();

        @Transactional
        @DistributedLock
        public void inTransaction(Steps steps) {
            steps.transactional();
        }

        @Async
        @DistributedLock
        public void async(CompletableFuture<String> seen) {
            seen.complete(CurrentLease.require().name()
                    + (Thread.currentThread() == made ? " on the same thread" : " on another thread"));
        }
    }

    interface Transacting {

        void inTransaction(Steps steps);
    }

    static class TransactingService implements Transacting {

        @Override
        @Transactional
        @DistributedLock
        public void inTransaction(Steps steps) {
            steps.transactional();
        }
    }
}

package io.github.lockstarter.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/** With the transaction manager of plain JDBC, which the user has defined. */
@Tag("boot3-in-ci")
class JdbcTransactionTests extends TransactionContract {

    @Override
    Class<?> database() {
        return Config.class;
    }

    @Test
    void aNestedTransactionIsRolledBackToItsSavepoint() {
        RedisServer server = TestRedis.empty();
        run(application -> {
            assertThatThrownBy(() -> application
                            .outer()
                            .run(() -> application.counters().nested(() -> server.command("DEL", "lock:{row}"))))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(application.rows().committed()).isZero();
            application.outer().run(() -> application.counters().nested(() -> {}));
            assertThat(application.rows().committed()).isEqualTo(1);
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        });
    }

    @Test
    void aTransactionWithoutSynchronizationsIsChecked() {
        RedisServer server = TestRedis.empty();
        run(application -> {
            AbstractPlatformTransactionManager manager =
                    (AbstractPlatformTransactionManager) application.template().getTransactionManager();
            manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);

            assertThatThrownBy(() ->
                            application.counters().lockedAndTransactional(() -> server.command("DEL", "lock:{row}")))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(application.rows().committed()).isZero();
        });
    }

    @Test
    void eachManagerIsCheckedOnce() {
        run(application -> assertThat(
                        ((ConfigurableTransactionManager) application.template().getTransactionManager())
                                .getTransactionExecutionListeners())
                .hasOnlyElementsOfType(CommitCheck.class)
                .hasSize(1));
    }

    @Test
    void soIsOneOfAChildContext() {
        Contexts.inMemory()
                .run(parent -> Contexts.inMemory()
                        .withParent(parent)
                        .withUserConfiguration(Config.class)
                        .run(child -> assertThat(child.getBean(JdbcTransactionManager.class)
                                        .getTransactionExecutionListeners())
                                .hasOnlyElementsOfType(CommitCheck.class)
                                .hasSize(1)));
    }

    @Test
    void withoutHeedOfTransactionsNoneIs() {
        run(
                application -> assertThat(((ConfigurableTransactionManager)
                                        application.template().getTransactionManager())
                                .getTransactionExecutionListeners())
                        .isEmpty(),
                "distributed-lock.transaction-aware=false");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aManagerThatCannotBeCheckedIsNamed(CapturedOutput output) {
        Contexts.inMemory()
                .withBean("odd", PlatformTransactionManager.class, Odd::new)
                .run(context -> assertThat(output)
                        .containsOnlyOnce("The transaction manager 'odd'")
                        .contains("NOT checked before their commit"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Config {

        @Bean
        HikariDataSource database() {
            return Databases.withARow();
        }

        @Bean
        JdbcTransactionManager transactionManager(HikariDataSource database) {
            return new JdbcTransactionManager(database);
        }

        @Bean
        Rows rows(HikariDataSource database) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            return new Rows() {

                @Override
                public int read() {
                    return jdbc.queryForObject("SELECT total FROM counter WHERE id = 1", Integer.class);
                }

                @Override
                public void write(int count) {
                    jdbc.update("UPDATE counter SET total = ? WHERE id = 1", count);
                }

                @Override
                public int committed() {
                    return Databases.committed(database);
                }
            };
        }
    }

    private static final class Odd implements PlatformTransactionManager {

        @Override
        public TransactionStatus getTransaction(TransactionDefinition definition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void commit(TransactionStatus status) {}

        @Override
        public void rollback(TransactionStatus status) {}
    }
}

package io.github.lockstarter.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.memory.InMemoryLockStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The code of docs/transactions.md, and what that says of it. */
@Tag("boot3-in-ci")
@SpringBootTest(properties = {"distributed-lock.store=memory", "spring.datasource.url=jdbc:h2:mem:orders"})
class OrdersTests {

    @Autowired
    Orders orders;

    @Autowired
    Accounts accounts;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    InMemoryLockStore locks;

    @Autowired
    LockOperations operations;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void oneOfEach() {
        locks.reset();
        orders.seen().clear();
        jdbc.sql("create table if not exists purchase (id bigint primary key, paid bigint)")
                .update();
        jdbc.sql("create table if not exists account (id bigint primary key, balance bigint)")
                .update();
        jdbc.sql("merge into purchase values (1, 0)").update();
        jdbc.sql("merge into account values (1, 100)").update();
    }

    @Test
    void theListenerAfterTheCommitRunsUnderTheLockOfTheSameMethod() {
        orders.pay(1, 10);

        assertThat(orders.paid(1)).isEqualTo(10);
        assertThat(orders.seen()).containsExactly("lease true, held true");
        assertThat(locks.isHeld("order:1")).isFalse();
    }

    @Test
    void aLockInAnOpenTransactionIsHeldUntilThatHasCommitted() {
        transactions.executeWithoutResult(status -> {
            orders.pay(1, 10);
            assertThat(locks.isHeld("order:1")).isTrue();
        });

        assertThat(orders.paid(1)).isEqualTo(10);
        assertThat(locks.isHeld("order:1")).isFalse();
        assertThat(orders.seen())
                .as("what comes after the commit comes after the release, too")
                .containsExactly("lease false, held false");
    }

    @Test
    void requiresNewEndsItsLockItself() {
        transactions.executeWithoutResult(status -> {
            orders.payApart(1, 10);
            assertThat(locks.isHeld("order:1")).isFalse();
        });

        assertThat(orders.paid(1)).isEqualTo(10);
    }

    @Test
    void whatLostItsLockIsRolledBack() {
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> operations.execute("order:1", lease -> {
                    transactions.executeWithoutResult(status -> {
                        orders.save(1, 10);
                        locks.steal("order:1");
                    });
                    return null;
                }));

        assertThat(orders.paid(1)).isZero();
    }

    @Test
    void aFencedWithdrawalClaimsReadsAndWrites() {
        accounts.withdraw(1, 30);

        assertThat(accounts.balance(1)).isEqualTo(70);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Orders.class, Accounts.class})
    static class Shop {}
}

package io.github.lockstarter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.testing.Contexts;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The fence as an application has it. */
class FenceInApplicationTests {

    private static final String COUNT = "SELECT COUNT(*) FROM lock_fence";

    private final ApplicationContextRunner withoutDatabase = Contexts.inMemory();

    private final ApplicationContextRunner runner = withoutDatabase.withUserConfiguration(Config.class);

    @Test
    void claimsInALockedTransactionAndRefusesAnEarlierLease() {
        runner.withBean(Accounts.class).run(context -> {
            Accounts accounts = context.getBean(Accounts.class);
            Lease first = accounts.add("a1");
            Lease second = accounts.add("a1");

            JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
            assertThat(jdbc.queryForMap("SELECT token, claims, lock_name FROM lock_fence"))
                    .containsEntry("token", second.fencingToken())
                    .containsEntry("claims", 2L)
                    .containsEntry("lock_name", "Accounts-add");
            Lease late = new FixedLease(first.fencingToken());
            assertThatThrownBy(() -> accounts.addUnlocked("a1", late)).isInstanceOf(StaleFencingTokenException.class);
            assertThat(jdbc.queryForObject("SELECT amount FROM account", Integer.class))
                    .isEqualTo(2);
        });
    }

    @Test
    void oneTransactionMayClaimUnderLocksThatOverlap() {
        runner.withBean(Accounts.class).run(context -> {
            Accounts accounts = context.getBean(Accounts.class);
            TransactionTemplate batch = new TransactionTemplate(context.getBean(JdbcTransactionManager.class));

            batch.executeWithoutResult(status -> {
                accounts.transfer("a", "b");
                accounts.transfer("a", "c");
                accounts.transfer("a", "b");
            });
            accounts.transfer("b", "a");

            assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                            .queryForObject("SELECT amount FROM account", Integer.class))
                    .isEqualTo(4);
        });
    }

    @Test
    void aTableThatIsNotThereIsSaidWithWhatToDo() {
        runner.withPropertyValues("distributed-lock.jdbc.initialize-schema=never")
                .withBean(Accounts.class)
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(Accounts.class).add("a1"))
                        .isInstanceOf(BadSqlGrammarException.class)
                        .hasMessageContaining(
                                "Claim of resource 'account:a1'. If the table lock_fence is not there: create it")
                        .hasMessageContaining("initialize-schema=always"));
    }

    @Test
    void claimsAreRefusedWithLocksSwitchedOff() {
        runner.withPropertyValues("distributed-lock.enabled=false")
                .withBean(Accounts.class)
                .run(context -> {
                    Accounts accounts = context.getBean(Accounts.class);

                    assertThatIllegalStateException()
                            .isThrownBy(() -> accounts.add("a1"))
                            .withMessageContaining("Locks are switched off");
                });
    }

    @Test
    void thereIsNoneWithoutSpringJdbcOrADataSource() {
        runner.withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcFence.class));
        withoutDatabase.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcFence.class));
    }

    @Test
    void thereIsNoneWhereItIsNotKnownForWhichDataSource() {
        withoutDatabase
                .withBean("one", DataSource.class, FenceInApplicationTests::file)
                .withBean("another", DataSource.class, FenceInApplicationTests::file)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcFence.class));
    }

    @Test
    void usersFenceWinsAndHasItsTableCreated() {
        JdbcFence mine = new JdbcFence(new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build());
        runner.withBean(JdbcFence.class, () -> mine).run(context -> {
            assertThat(context).getBean(JdbcFence.class).isSameAs(mine);
            assertThat(new JdbcTemplate(mine.dataSource()).queryForObject(COUNT, Integer.class))
                    .isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "embedded", "Embedded "})
    void theTableIsCreatedInAnEmbeddedDatabase(String when) {
        runner.withPropertyValues(
                        "distributed-lock.jdbc.initialize-schema=" + when, "spring.main.lazy-initialization=true")
                .run(context ->
                        assertThat(tableIn(context.getBean(DataSource.class))).isTrue());
    }

    @Test
    void theTableIsCreatedElsewhereOnlyIfAlways() {
        ApplicationContextRunner elsewhere = withoutDatabase.withBean(DataSource.class, FenceInApplicationTests::file);
        elsewhere.run(context ->
                assertThat(tableIn(context.getBean(DataSource.class))).isFalse());
        elsewhere
                .withPropertyValues("distributed-lock.jdbc.initialize-schema=always")
                .run(context ->
                        assertThat(tableIn(context.getBean(DataSource.class))).isTrue());
        runner.withPropertyValues("distributed-lock.jdbc.initialize-schema=never")
                .run(context ->
                        assertThat(tableIn(context.getBean(DataSource.class))).isFalse());
    }

    @Test
    void anUnknownSettingFails() {
        runner.withPropertyValues("distributed-lock.jdbc.initialize-schema=sometimes")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aTableThatCannotBeCreatedFails() {
        withoutDatabase
                .withBean(
                        DataSource.class,
                        () -> new DriverManagerDataSource("jdbc:h2:mem:readonly;ACCESS_MODE_DATA=r;IFEXISTS=TRUE"))
                .withPropertyValues("distributed-lock.jdbc.initialize-schema=always")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOfSatisfying(LockConfigurationException.class, e -> {
                            assertThat(e)
                                    .hasMessageStartingWith("The table lock_fence of JdbcFence cannot be created: ");
                            assertThat(e.action()).contains("distributed-lock.jdbc.initialize-schema=never");
                        }));
    }

    @Test
    void aDatabaseThatIsDownFailsOnlyIfTheTableIsWanted() {
        withoutDatabase
                .withBean(DataSource.class, () -> new DriverManagerDataSource("jdbc:none:"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(JdbcFence.class));
    }

    @Test
    void anUnknownDatabaseIsNamedWithWhatToDo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> FenceDialects.of("Oracle"))
                .withMessageContaining("does not know the database 'Oracle'")
                .withMessageContaining("implement FenceDialect");
    }

    private static boolean tableIn(DataSource dataSource) {
        Integer tables = new JdbcTemplate(dataSource)
                .queryForObject(
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'LOCK_FENCE'",
                        Integer.class);
        return tables != null && tables == 1;
    }

    /** Not embedded as Boot understands it, though it is one in memory: the URL is another. */
    private static DataSource file() {
        return new DriverManagerDataSource("jdbc:h2:nioMemFS:/fence-" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
    }

    public static class Accounts {

        private final JdbcFence fence;

        private final JdbcTemplate jdbc;

        Accounts(JdbcFence fence, DataSource dataSource) {
            this.fence = fence;
            jdbc = new JdbcTemplate(dataSource);
        }

        @DistributedLock(key = "'account:' + #id")
        @Transactional
        public Lease add(String id) {
            fence.claim("account:" + id);
            addOne();
            return CurrentLease.require();
        }

        @DistributedLock(key = "{'account:' + #from, 'account:' + #to}")
        @Transactional
        public void transfer(String from, String to) {
            Stream.of(from, to).sorted().forEach(id -> fence.claim("account:" + id));
            addOne();
        }

        @Transactional
        public void addUnlocked(String id, Lease lease) {
            addOne();
            fence.claim("account:" + id, lease);
        }

        private void addOne() {
            jdbc.update("UPDATE account SET amount = amount + 1");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Config {

        @Bean
        DataSource database() {
            DataSource database = new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .generateUniqueName(true)
                    .build();
            new JdbcTemplate(database).execute("CREATE TABLE account AS SELECT 0 AS amount");
            return database;
        }

        @Bean
        JdbcTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }
}

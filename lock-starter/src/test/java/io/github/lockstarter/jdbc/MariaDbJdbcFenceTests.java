package io.github.lockstarter.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** On a real MariaDB, whose defaults are as unkind as they can be: a character set without most characters. */
@Tag("databases")
class MariaDbJdbcFenceTests extends JdbcFenceContract {

    private static final int PORT = DatabaseProcess.freePort();

    private static final String URL = "jdbc:mariadb://127.0.0.1:" + PORT + "/fence?createDatabaseIfNotExist=true";

    private static final TestDatabase DATABASE = start();

    private static TestDatabase start() {
        Path directory = DatabaseProcess.newDirectory("fence-mariadb-");
        String data = "--datadir=" + directory.resolve("data");
        String user = "--user=" + (DatabaseProcess.asRoot(directory) ? "root" : System.getProperty("user.name"));
        DatabaseProcess.run(
                directory, List.of(binary("mariadb-install-db"), "--no-defaults", data, user, "--skip-test-db"));
        DatabaseProcess process = DatabaseProcess.start(
                directory,
                List.of(
                        binary("mariadbd"),
                        "--no-defaults",
                        data,
                        user,
                        "--skip-grant-tables",
                        "--bind-address=127.0.0.1",
                        "--port=" + PORT,
                        "--socket=" + directory.resolve("socket"),
                        "--pid-file=" + directory.resolve("pid"),
                        "--character-set-server=latin1",
                        "--innodb-flush-log-at-trx-commit=0",
                        "--innodb-lock-wait-timeout=10"));
        process.awaitConnection("jdbc:mariadb://127.0.0.1:" + PORT + "/", "root");
        return new TestDatabase(
                URL,
                "root",
                // Not innodb_trx, whose content stays the same while it is asked more often than every 100 ms.
                "SELECT variable_value FROM information_schema.global_status "
                        + "WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'",
                process);
    }

    private static String binary(String name) {
        return DatabaseProcess.binary(name, List.of(Path.of("/usr/sbin"), Path.of("/usr/bin")))
                .toString();
    }

    /** As every MariaDB from 11.6.2 on is set. */
    @Test
    void saysInTheSameTypeWhatTheServerItselfFinds() {
        DataSource strict =
                new DriverManagerDataSource(URL + "&sessionVariables=innodb_snapshot_isolation=1", "root", "");
        TransactionTemplate others = new TransactionTemplate(new JdbcTransactionManager(DATABASE.dataSource()));
        JdbcFence fence = new JdbcFence(DATABASE.dataSource());
        others.executeWithoutResult(status -> fence.claim("strict", new FixedLease(5)));
        try (Transacting reading = new Transacting(strict, TransactionDefinition.ISOLATION_REPEATABLE_READ)) {
            reading.run(() -> reading.jdbc().queryForList("SELECT amount FROM account"));
            others.executeWithoutResult(status -> fence.claim("strict", new FixedLease(5)));

            assertThatThrownBy(() -> Transacting.result(reading.claim("strict", 6)))
                    .isInstanceOf(ConcurrencyFailureException.class)
                    .hasMessageContaining("let the claim be its first statement")
                    .hasRootCauseInstanceOf(SQLException.class);
        }
    }

    @AfterAll
    static void close() throws Exception {
        DATABASE.close();
    }

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }
}

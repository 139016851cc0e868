package io.github.lockstarter.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.springframework.transaction.TransactionDefinition;

@Tag("boot3-in-ci")
class H2JdbcFenceTests extends JdbcFenceContract {

    /** An insert tries again until the other's transaction has ended, and counts as no blocked one. */
    private static final String WAITING = """
            SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS
            WHERE BLOCKER_ID IS NOT NULL OR SESSION_ID <> SESSION_ID() AND EXECUTING_STATEMENT LIKE 'INSERT INTO lock_fence%'
            AND EXECUTING_STATEMENT_START < DATEADD(MILLISECOND, -20, LOCALTIMESTAMP)""";

    private static final TestDatabase DATABASE = new TestDatabase(
            // As one that stands in for MySQL is often set: texts that differ in case are the same.
            "jdbc:h2:mem:fence;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;IGNORECASE=TRUE", "sa", WAITING, () -> {});

    @AfterAll
    static void close() throws Exception {
        DATABASE.close();
    }

    @Override
    protected TestDatabase database() {
        return DATABASE;
    }

    /** At REPEATABLE READ each table has a snapshot of its own, as old as the first read of it. */
    @Override
    protected int snapshotIsolation() {
        return TransactionDefinition.ISOLATION_SERIALIZABLE;
    }
}

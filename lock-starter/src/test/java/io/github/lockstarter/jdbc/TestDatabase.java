package io.github.lockstarter.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database with the table of the fence, and one with amounts to spoil. */
final class TestDatabase implements AutoCloseable {

    private final HikariDataSource pool;

    private final String waiting;

    private final AutoCloseable server;

    /**
     * @param waiting query for the number of sessions that wait for a lock
     * @param server ended with this
     */
    TestDatabase(String url, String user, String waiting, AutoCloseable server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        this.waiting = waiting;
        this.server = server;
        jdbc().execute("CREATE TABLE account (id VARCHAR(100) PRIMARY KEY, amount BIGINT NOT NULL)");
        new JdbcFence(pool).createSchema();
    }

    DataSource dataSource() {
        return pool;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(pool);
    }

    /** How many sessions wait for a lock now; 0 also where it cannot be told, as at a moment when a session of H2 changes. */
    int waiting() {
        try {
            Integer count = jdbc().queryForObject(waiting, Integer.class);
            return count == null ? 0 : count;
        } catch (UncategorizedSQLException e) {
            return 0;
        }
    }

    @Override
    public void close() throws Exception {
        pool.close();
        server.close();
    }
}

package io.github.lockstarter.tx;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Databases in memory, with a pool, as applications have it. */
final class Databases {

    private Databases() {}

    static HikariDataSource withARow() {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        database.setMaximumPoolSize(20);
        JdbcTemplate jdbc = new JdbcTemplate(database);
        jdbc.execute("CREATE TABLE counter (id INT PRIMARY KEY, total INT NOT NULL)");
        jdbc.execute("INSERT INTO counter VALUES (1, 0)");
        return database;
    }

    /** Reads on a connection of its own, whatever transaction the thread has. */
    static int committed(HikariDataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT total FROM counter WHERE id = 1")) {
            result.next();
            return result.getInt(1);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }
}

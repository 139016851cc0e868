package io.github.lockstarter.jdbc;

import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * How a database keeps the table {@code lock_fence}: one row a resource, with the greatest token that has claimed it. One's
 * own may be given to {@link JdbcFence} for a database that is none of these. Thread-safe.
 */
public interface FenceDialect {

    /** {@return the dialect of H2} */
    static FenceDialect h2() {
        return new H2FenceDialect();
    }

    /** {@return the dialect of PostgreSQL, and of what speaks its language} */
    static FenceDialect postgresql() {
        return new PostgresFenceDialect();
    }

    /** {@return the dialect of MySQL and MariaDB} */
    static FenceDialect mysql() {
        return new MySqlFenceDialect();
    }

    /**
     * Raises the resource's token to that of the claim, unless a greater one is there. Called in a transaction; returns
     * with the resource's row locked until that ends, having waited for another's that had claimed the resource. Two
     * resources never share a row, however alike they look to a collation.
     *
     * <p>A claim must not be accepted where the transaction goes on to read what was there before somebody else's accepted
     * claim: where reads come from a snapshot that is older than that, it fails.
     *
     * @param jdbc on the connection of the transaction
     * @param claim the resource, and the token
     * @return the token that the resource has now: that of the claim, or a greater one, in which case nothing has changed
     * @throws org.springframework.dao.ConcurrencyFailureException if the transaction must be run again
     * @throws org.springframework.dao.DataAccessException if the database fails
     */
    long claim(JdbcOperations jdbc, FenceClaim claim);

    /**
     * {@return the statement that deletes a resource's row, complete and correctly quoted, for a person to run}
     *
     * @param resource as it was claimed
     */
    String deleteStatement(String resource);

    /** {@return the script that creates the table, unless it is there} */
    Resource schema();
}

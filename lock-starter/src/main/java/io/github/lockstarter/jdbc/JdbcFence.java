package io.github.lockstarter.jdbc;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptStatementFailedException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the holder of a lease that was lost from spoiling data in SQL, however late it wakes up: the check stands in the
 * database, in the transaction that reads and writes the data.
 *
 * <pre>{@code
 * @DistributedLock("'item:' + #id")
 * @Transactional
 * public void placeBid(long id, BigDecimal amount) {
 *     fence.claim("item:" + id);           // first
 *     Item item = items.findById(id).orElseThrow();   // then read, then write
 *     ...
 * }
 * }</pre>
 *
 * <p>Claim before reading: a check beside the write alone would still lose what another wrote between this read and this
 * write. Claim a resource always under the same lock: fencing tokens of different locks cannot be compared. (In one transaction they
 * may be: what it has claimed itself is its own.) Who claims
 * several in one transaction claims them in the same order everywhere, as with any row lock.
 *
 * <p>Needs the table {@code lock_fence}: {@link #createSchema()}, or the script of the database beside this class. The
 * table is in the same database as the data. Thread-safe.
 */
public final class JdbcFence {

    private final DataSource dataSource;

    private final JdbcTemplate jdbc;

    private volatile @Nullable FenceDialect dialect;

    /**
     * For H2, PostgreSQL, MySQL and MariaDB: the database is asked which it is, when it is first needed.
     *
     * @param dataSource of the transactions that claim
     */
    public JdbcFence(DataSource dataSource) {
        this(dataSource, null);
    }

    /**
     * For a database that is known, or is none of those.
     *
     * @param dataSource of the transactions that claim
     * @param dialect what the database speaks; null to ask it
     */
    public JdbcFence(DataSource dataSource, @Nullable FenceDialect dialect) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
        this.dialect = dialect;
    }

    /** {@return where it claims} */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * Claims for the lease of the innermost locked call on this thread.
     *
     * @param resource what is to be written to: not blank, at most 512 bytes in UTF-8
     * @throws IllegalStateException if no locked call is running on it; otherwise as {@link #claim(String, Lease)}
     */
    public void claim(String resource) {
        claim(resource, CurrentLease.require());
    }

    /**
     * Claims a resource: from now on the database refuses the holders before this one. Waits while the transaction of
     * another that has claimed it is running; others wait until this one ends. A rollback undoes it. Claiming again with
     * the same lease does no harm.
     *
     * @param resource what is read and written, as you name it; not blank, at most 512 bytes in UTF-8, without NUL
     * @param lease whose fencing token counts
     * @throws StaleFencingTokenException if a later holder has claimed it, in another transaction
     * @throws io.github.lockstarter.LeaseLostException if the lease is over
     * @throws IllegalArgumentException if the resource is no such name
     * @throws IllegalStateException if there is no transaction on this DataSource, or a read-only one; if the lease has
     *     no fencing token, since locks are switched off; or if the database is an unknown one
     * @throws org.springframework.dao.ConcurrencyFailureException if the transaction must be run again, as in any: by the
     *     database, for a deadlock or a conflict; above READ COMMITTED also for having read before the claim
     * @throws org.springframework.dao.DataAccessException if the database fails; an absent table for example
     */
    public void claim(String resource, Lease lease) {
        lease.requireValid();
        requireToken(resource, lease);
        FenceClaim claim = new FenceClaim(resource, lease.fencingToken(), lease.name());
        requireTransaction(resource);
        FenceDialect dialect = dialect();
        long seen = claim(dialect, claim);
        if (!OwnClaims.of(this).accept(claim, seen)) {
            throw new StaleFencingTokenException(resource, claim.token(), seen, dialect.deleteStatement(resource));
        }
    }

    /**
     * Creates the table {@code lock_fence}, unless it is there. Outside of a transaction: some databases commit one for it.
     *
     * @throws IllegalStateException if the database is an unknown one
     * @throws org.springframework.dao.DataAccessException if it fails
     */
    public void createSchema() {
        ResourceDatabasePopulator script =
                new ResourceDatabasePopulator(dialect().schema());
        try {
            DatabasePopulatorUtils.execute(script, dataSource);
        } catch (ScriptStatementFailedException e) {
            // PostgreSQL fails when two instances create it at once, "if not exists" or not; by now it exists.
            DatabasePopulatorUtils.execute(script, dataSource);
        }
    }

    private long claim(FenceDialect dialect, FenceClaim claim) {
        try {
            return dialect.claim(jdbc, claim);
        } catch (BadSqlGrammarException e) {
            throw new BadSqlGrammarException(
                    "Claim of resource '" + claim.resource() + "'. If the table lock_fence is not there: create it by "
                            + "your migrations, from io/github/lockstarter/jdbc/schema-*.sql in the jar, or set "
                            + "distributed-lock.jdbc.initialize-schema=always",
                    e.getSql(),
                    Objects.requireNonNull(e.getSQLException()));
        }
    }

    private static void requireToken(String resource, Lease lease) {
        if (lease.fencingToken() < 1) {
            throw new IllegalStateException(
                    "Claim of resource '%s' refused: the lease of %s has no fencing token (%d). Locks are switched off "
                                    .formatted(resource, lease.name(), lease.fencingToken())
                            + "(distributed-lock.enabled=false), and without them a fence would protect nothing. Switch "
                            + "them on, or leave out the claim.");
        }
    }

    private void requireTransaction(String resource) {
        ConnectionCallback<Boolean> inTransaction = connection ->
                DataSourceUtils.isConnectionTransactional(DataSourceUtils.getTargetConnection(connection), dataSource)
                        && !connection.getAutoCommit();
        // With another manager's transaction the connection is bound too, but commits each statement by itself.
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !Boolean.TRUE.equals(jdbc.execute(inTransaction))) {
            throw new IllegalStateException(
                    "Claim of resource '" + resource + "' refused: there is no transaction on this "
                            + "DataSource, and without one the claim would protect nothing. Call it in a method with "
                            + "@Transactional, or in TransactionTemplate.execute; where there are several transaction managers, "
                            + "name that of the data.");
        }
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw new IllegalStateException(
                    "Claim of resource '" + resource + "' refused: the transaction is read-only, and "
                            + "a claim writes. Leave out readOnly = true, or the claim where nothing is written.");
        }
    }

    private FenceDialect dialect() {
        FenceDialect known = dialect;
        if (known == null) {
            ConnectionCallback<String> product =
                    connection -> connection.getMetaData().getDatabaseProductName();
            known = FenceDialects.of(Objects.requireNonNull(jdbc.execute(product)));
            dialect = known;
        }
        return known;
    }
}

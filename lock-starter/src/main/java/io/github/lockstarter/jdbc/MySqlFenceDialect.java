package io.github.lockstarter.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * First a row that is there and locked, then a look, then the new token: the counts of changed rows depend on settings of
 * the driver. The resource goes as bytes, which no collation and no character set of the connection touches.
 */
final class MySqlFenceDialect implements FenceDialect {

    /** Insert first: a locking look at a row that is not there locks a gap, and two of those block each other's insert. */
    private static final String LOCK = """
            INSERT INTO lock_fence (resource, token, claims, claimed_at, lock_name)
            VALUES (?, 0, 0, UTC_TIMESTAMP(6), '')
            ON DUPLICATE KEY UPDATE resource = resource""";

    /** The inner query is no locking one: under REPEATABLE READ it sees what the transaction's other reads see. */
    private static final String LOOK = """
            SELECT f.token, f.claims, (SELECT s.claims FROM lock_fence s WHERE s.resource = ?) AS claims_in_snapshot
            FROM lock_fence f WHERE f.resource = ? FOR UPDATE""";

    private static final String RAISE = """
            UPDATE lock_fence SET token = ?, claims = claims + 1, claimed_at = UTC_TIMESTAMP(6), lock_name = ?
            WHERE resource = ?""";

    /** ER_CHECKREAD, with innodb_snapshot_isolation (the default from MariaDB 11.6.2 on). Spring does not know it. */
    private static final int CHANGED_SINCE_SNAPSHOT = 1020;

    private static final Pattern PLAIN = Pattern.compile("[ -~&&[^'\\\\]]+");

    @Override
    public long claim(JdbcOperations jdbc, FenceClaim claim) {
        try {
            return claim(jdbc, claim, claim.resource().getBytes(StandardCharsets.UTF_8));
        } catch (UncategorizedSQLException e) {
            SQLException cause = e.getSQLException();
            if (cause != null && cause.getErrorCode() == CHANGED_SINCE_SNAPSHOT) {
                throw OutdatedSnapshot.of(claim.resource(), e);
            }
            throw e;
        }
    }

    private static long claim(JdbcOperations jdbc, FenceClaim claim, byte[] resource) {
        jdbc.update(LOCK, resource);
        Seen seen = Objects.requireNonNull(jdbc.queryForObject(
                LOOK,
                (row, number) -> new Seen(row.getLong(1), row.getLong(2), row.getObject(3, Long.class)),
                resource,
                resource));
        if (seen.token > claim.token()) {
            return seen.token;
        }
        if (seen.inSnapshot == null || seen.inSnapshot != seen.claims) {
            throw OutdatedSnapshot.of(claim.resource(), null);
        }
        jdbc.update(RAISE, claim.token(), claim.lockName(), resource);
        return claim.token();
    }

    @Override
    public String deleteStatement(String resource) {
        // In hexadecimal wherever a backslash, or the console's character set, could mean something else.
        String literal = PLAIN.matcher(resource).matches()
                ? "'" + resource + "'"
                : "X'" + HexFormat.of().formatHex(resource.getBytes(StandardCharsets.UTF_8)) + "'";
        return "DELETE FROM lock_fence WHERE resource = " + literal;
    }

    @Override
    public Resource schema() {
        return new ClassPathResource("schema-mysql.sql", MySqlFenceDialect.class);
    }

    private record Seen(long token, long claims, @Nullable Long inSnapshot) {}
}

package io.github.lockstarter.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * An update, or an insert where there is no row yet; of two inserts at once the second fails, which H2 lets a transaction
 * survive, and updates. Above READ COMMITTED it fails if the row has changed since the snapshot; at REPEATABLE READ the
 * snapshot of a table is taken when that is first read, so that there only a claim at the beginning is safe. The resource goes as bytes: {@code SET IGNORECASE TRUE} makes every text blind to case.
 */
final class H2FenceDialect implements FenceDialect {

    private static final String RAISE = """
            UPDATE lock_fence SET token = ?, claims = claims + 1, claimed_at = CURRENT_TIMESTAMP(6), lock_name = ?
            WHERE resource = ? AND token <= ?""";

    private static final String INSERT = """
            INSERT INTO lock_fence (resource, token, claims, claimed_at, lock_name)
            VALUES (?, ?, 1, CURRENT_TIMESTAMP(6), ?)""";

    private static final String LATEST_TOKEN = "SELECT token FROM lock_fence WHERE resource = ? FOR UPDATE";

    /** Two, unless others roll their inserts back just then. */
    private static final int ATTEMPTS = 10;

    @Override
    public long claim(JdbcOperations jdbc, FenceClaim claim) {
        byte[] resource = claim.resource().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ATTEMPTS; i++) {
            if (jdbc.update(RAISE, claim.token(), claim.lockName(), resource, claim.token()) == 1) {
                return claim.token();
            }
            List<Long> latest = jdbc.queryForList(LATEST_TOKEN, Long.class, resource);
            if (latest.isEmpty() && inserted(jdbc, claim, resource)) {
                return claim.token();
            }
            if (!latest.isEmpty() && latest.get(0) > claim.token()) {
                return latest.get(0);
            }
        }
        // A row that cannot be inserted and is not to be seen was inserted since the snapshot.
        throw OutdatedSnapshot.of(claim.resource(), null);
    }

    private static boolean inserted(JdbcOperations jdbc, FenceClaim claim, byte[] resource) {
        try {
            jdbc.update(INSERT, resource, claim.token(), claim.lockName());
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    @Override
    public String deleteStatement(String resource) {
        return "DELETE FROM lock_fence WHERE resource = STRINGTOUTF8('%s')".formatted(resource.replace("'", "''"));
    }

    @Override
    public Resource schema() {
        return new ClassPathResource("schema-h2.sql", H2FenceDialect.class);
    }
}

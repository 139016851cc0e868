package io.github.lockstarter.jdbc;

import java.util.Objects;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * One statement. A conflicting row is locked before the condition is looked at, in its latest version. Above READ COMMITTED
 * it fails if that is not the one of the transaction's snapshot.
 */
final class PostgresFenceDialect implements FenceDialect {

    private static final String RAISE = """
            INSERT INTO lock_fence AS f (resource, token, claims, claimed_at, lock_name)
            VALUES (?, ?, 1, clock_timestamp(), ?)
            ON CONFLICT (resource) DO UPDATE
            SET token = EXCLUDED.token, claims = f.claims + 1, claimed_at = clock_timestamp(), lock_name = EXCLUDED.lock_name
            WHERE f.token <= EXCLUDED.token""";

    private static final String SEEN = "SELECT token FROM lock_fence WHERE resource = ?";

    @Override
    public long claim(JdbcOperations jdbc, FenceClaim claim) {
        if (jdbc.update(RAISE, claim.resource(), claim.token(), claim.lockName()) == 1) {
            return claim.token();
        }
        return Objects.requireNonNull(jdbc.queryForObject(SEEN, Long.class, claim.resource()));
    }

    @Override
    public String deleteStatement(String resource) {
        return "DELETE FROM lock_fence WHERE resource = '%s'".formatted(resource.replace("'", "''"));
    }

    @Override
    public Resource schema() {
        return new ClassPathResource("schema-postgresql.sql", PostgresFenceDialect.class);
    }
}

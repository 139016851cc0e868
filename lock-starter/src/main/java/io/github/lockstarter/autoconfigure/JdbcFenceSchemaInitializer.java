package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.autoconfigure.DistributedLockProperties.InitializeSchema;
import io.github.lockstarter.jdbc.JdbcFence;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.util.ClassUtils;

/** Creates the table of the fence at start-up, where it is wanted. A singleton of this kind is never lazy. */
final class JdbcFenceSchemaInitializer implements SmartInitializingSingleton {

    private final JdbcFence fence;

    private final InitializeSchema when;

    JdbcFenceSchemaInitializer(JdbcFence fence, InitializeSchema when) {
        this.fence = fence;
        this.when = when;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (when == InitializeSchema.ALWAYS || when == InitializeSchema.EMBEDDED && isEmbedded()) {
            create();
        }
    }

    private void create() {
        try {
            fence.createSchema();
        } catch (DataAccessException | IllegalStateException e) {
            throw new LockConfigurationException(
                    "The table lock_fence of JdbcFence cannot be created: " + e.getMessage(),
                    "Let the database user create tables; or create it by your migrations, with the script beside JdbcFence in the jar (schema-h2.sql, schema-postgresql.sql, schema-mysql.sql), and set distributed-lock.jdbc.initialize-schema=never.",
                    e);
        }
    }

    /** As Boot decides it. Without H2 no connection is opened for the question, and the application may start before its database. */
    private boolean isEmbedded() {
        if (!ClassUtils.isPresent("org.h2.Driver", getClass().getClassLoader())) {
            return false;
        }
        try (Connection connection = fence.dataSource().getConnection()) {
            String url = connection.getMetaData().getURL();
            return url != null && url.contains(":h2:mem");
        } catch (SQLException e) {
            return false;
        }
    }
}

package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.jdbc.JdbcFence;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** The fence for data in SQL, where there is one DataSource or a primary one. Does not depend on where the locks are kept. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration"
        })
@ConditionalOnClass(JdbcTemplate.class)
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(DistributedLockProperties.class)
public final class JdbcFenceAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JdbcFence jdbcFence(DataSource dataSource) {
        return new JdbcFence(dataSource);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(JdbcFence.class)
    JdbcFenceSchemaInitializer jdbcFenceSchemaInitializer(JdbcFence fence, DistributedLockProperties properties) {
        return new JdbcFenceSchemaInitializer(fence, properties.jdbc().initializeSchema());
    }
}

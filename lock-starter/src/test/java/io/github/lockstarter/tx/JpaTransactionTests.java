package io.github.lockstarter.tx;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.junit.jupiter.api.Tag;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** With JPA, whose entities are written when the transaction commits. */
@Tag("in-ci")
class JpaTransactionTests extends TransactionContract {

    @Override
    Class<?> database() {
        return Config.class;
    }

    @Entity
    @Table(name = "counter")
    static class Counter {

        @Id
        private int id;

        private int total;
    }

    @Configuration(proxyBeanMethods = false)
    static class Config {

        @Bean
        HikariDataSource database() {
            return Databases.withARow();
        }

        @Bean
        LocalContainerEntityManagerFactoryBean entityManagerFactory(HikariDataSource database) {
            LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
            factory.setDataSource(database);
            factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            factory.setPackagesToScan(JpaTransactionTests.class.getPackageName());
            return factory;
        }

        @Bean
        JpaTransactionManager transactionManager(EntityManagerFactory factory) {
            return new JpaTransactionManager(factory);
        }

        @Bean
        Rows rows(HikariDataSource database, EntityManagerFactory factory) {
            EntityManager entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
            return new Rows() {

                @Override
                public int read() {
                    Counter counter = entities.find(Counter.class, 1);
                    // Not what an earlier call of an outer transaction has seen.
                    entities.refresh(counter);
                    return counter.total;
                }

                @Override
                public void write(int count) {
                    entities.find(Counter.class, 1).total = count;
                    entities.flush();
                }

                @Override
                public int committed() {
                    return Databases.committed(database);
                }
            };
        }
    }
}

package io.github.lockstarter.spring7;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.testing.Contexts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

class RetryableTests {

    @Test
    void eachAttemptAcquiresTheLockAnew() {
        Contexts.inMemory().withUserConfiguration(Config.class).run(context -> {
            Service service = context.getBean(Service.class);

            assertThat(service.failingTwice()).isEqualTo("done");

            assertThat(service.fencingTokens()).hasSize(3).isSorted().doesNotHaveDuplicates();
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableResilientMethods
    static class Config {

        @Bean
        Service service() {
            return new Service();
        }
    }

    static class Service {

        private final List<Long> fencingTokens = new CopyOnWriteArrayList<>();

        public List<Long> fencingTokens() {
            return fencingTokens;
        }

        @Retryable(maxRetries = 3, delay = 1)
        @DistributedLock
        public String failingTwice() {
            fencingTokens.add(CurrentLease.require().fencingToken());
            if (fencingTokens.size() < 3) {
                throw new IllegalStateException("attempt " + fencingTokens.size());
            }
            return "done";
        }
    }
}

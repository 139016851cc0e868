package io.github.lockstarter.spring7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.testing.Await;
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

    @Test
    void aLostLeaseIsRetriedUnlessItIsExcluded() {
        Contexts.inMemory().withUserConfiguration(Config.class).run(context -> {
            Service service = context.getBean(Service.class);

            assertThatThrownBy(service::losingItAndRetried).isInstanceOf(LeaseLostException.class);
            assertThat(service.fencingTokens()).hasSize(3);
            assertThatThrownBy(service::losingItAndNotRetried).isInstanceOf(LeaseLostException.class);
            assertThat(service.fencingTokens()).hasSize(4);
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

        @Retryable(maxRetries = 2, delay = 1)
        @DistributedLock(ttl = "30ms")
        public void losingItAndRetried() {
            loseIt();
        }

        @Retryable(maxRetries = 2, delay = 1, excludes = LeaseLostException.class)
        @DistributedLock(ttl = "30ms")
        public void losingItAndNotRetried() {
            loseIt();
        }

        private void loseIt() {
            Lease lease = CurrentLease.require();
            fencingTokens.add(lease.fencingToken());
            Await.until(() -> !lease.isValid());
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

package io.github.lockstarter.migrating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnBusy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

@Tag("in-ci")
class ShedLockTests {

    private static @Nullable Side side;

    private static volatile Visits visits = new Visits();

    private LockProvider provider;

    @BeforeAll
    static void start() {
        side = new Side(JobInBoth.class, Job.class, Providers.class);
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @BeforeEach
    void forgetAllLocks() {
        side.redis.command("FLUSHALL");
        visits = new Visits();
        provider = side.bean(LockProvider.class);
    }

    @Test
    void theOldAndTheNewDoNotExcludeEachOther() {
        assertThat(visits.bothGetIn(
                        () -> new JobBefore(side.bean(LockingTaskExecutor.class)).nightly(),
                        () -> side.bean(Job.class).nightly()))
                .isTrue();
    }

    @Test
    void theReleaseBetweenExcludesBoth() {
        assertThat(visits.bothGetIn(
                        () -> new JobBefore(side.bean(LockingTaskExecutor.class)).nightly(),
                        () -> side.bean(JobInBoth.class).nightly()))
                .isFalse();
        side.redis.command("FLUSHALL");
        visits = new Visits();
        assertThat(visits.bothGetIn(
                        () -> side.bean(JobInBoth.class).nightly(),
                        () -> side.bean(Job.class).nightly()))
                .isFalse();
    }

    @Test
    void bothAreKeptForTheirLeastTime() {
        SimpleLock theirs = provider.lock(
                        new LockConfiguration(Instant.now(), "nightly", Duration.ofMinutes(10), Duration.ofSeconds(30)))
                .orElseThrow();
        theirs.unlock();
        Lease ours = side.locks()
                .acquire(LockRequest.of("nightly").ttl(Duration.ofMinutes(10)).minHold(Duration.ofSeconds(30)));
        ours.close();

        assertThat(side.pttl("job-lock:default:nightly")).isBetween(20_000L, 30_000L);
        assertThat(side.pttl("lock:{nightly}")).isBetween(20_000L, 30_000L);
    }

    @Test
    void theirReleaseTakesTheLockOfAnotherUnlessItIsSafe() throws Exception {
        assertThat(lateReleaseTakesTheLockOfAnother(provider)).isTrue();
        side.redis.command("FLUSHALL");
        assertThat(lateReleaseTakesTheLockOfAnother(new RedisLockProvider.Builder(side.connections())
                        .safeUpdate(true)
                        .build()))
                .isFalse();
    }

    private boolean lateReleaseTakesTheLockOfAnother(LockProvider locks) throws InterruptedException {
        SimpleLock late = locks.lock(
                        new LockConfiguration(Instant.now(), "nightly", Duration.ofMillis(100), Duration.ZERO))
                .orElseThrow();
        Thread.sleep(200);
        LockConfiguration second =
                new LockConfiguration(Instant.now(), "nightly", Duration.ofMinutes(1), Duration.ZERO);
        assertThat(locks.lock(second)).isPresent();
        late.unlock();
        Optional<SimpleLock> third = locks.lock(second);
        return third.isPresent();
    }

    @Test
    void aJobThatMayBeSkippedReturnsNothingThatCannotBe() {
        assertThatException()
                .isThrownBy(() -> side.another(Counting.class).close())
                .havingRootCause()
                .isInstanceOf(LockConfigurationException.class);
    }

    @Test
    void inStatements() {
        new Statements(side.locks()).nightly();

        assertThat(side.pttl("lock:{nightly}")).isPositive();
    }

    static class JobBefore {

        private final LockingTaskExecutor executor;

        JobBefore(LockingTaskExecutor executor) {
            this.executor = executor;
        }

        public void nightly() {
            executor.executeWithLock(
                    (Runnable) this::closeBooks,
                    new LockConfiguration(Instant.now(), "nightly", Duration.ofMinutes(10), Duration.ofSeconds(30)));
        }

        private void closeBooks() {
            visits.stay();
        }
    }

    static class JobInBoth {

        private final LockingTaskExecutor executor;

        JobInBoth(LockingTaskExecutor executor) {
            this.executor = executor;
        }

        @DistributedLock(key = "'nightly'", ttl = "10m", minHold = "30s", retries = 0, onBusy = OnBusy.SKIP)
        public void nightly() {
            executor.executeWithLock(
                    (Runnable) this::closeBooks,
                    new LockConfiguration(Instant.now(), "nightly", Duration.ofMinutes(10), Duration.ofSeconds(30)));
        }

        private void closeBooks() {
            visits.stay();
        }
    }

    static class Job {

        @DistributedLock(key = "'nightly'", ttl = "10m", minHold = "30s", retries = 0, onBusy = OnBusy.SKIP)
        public void nightly() {
            visits.stay();
        }
    }

    static class Counting {

        @DistributedLock(key = "'nightly'", retries = 0, onBusy = OnBusy.SKIP)
        public int nightly() {
            return 1;
        }
    }

    record Statements(LockOperations locks) {

        void nightly() {
            LockRequest request =
                    LockRequest.of("nightly").ttl(Duration.ofMinutes(10)).minHold(Duration.ofSeconds(30));
            locks.tryAcquire(request).ifPresent(lease -> {
                try (lease) {
                    closeBooks();
                }
            });
        }

        private void closeBooks() {}
    }

    static class Providers {

        @Bean
        LockProvider lockProvider(RedisConnectionFactory connections) {
            return new RedisLockProvider.Builder(connections).build();
        }

        @Bean
        LockingTaskExecutor lockingTaskExecutor(LockProvider provider) {
            return new DefaultLockingTaskExecutor(provider);
        }
    }
}

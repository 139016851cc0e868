package io.github.lockstarter.migrating;

import static io.github.lockstarter.migrating.Side.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockOperations;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.util.CheckedRunnable;

class LockRegistryTests {

    private static @Nullable Side side;

    private static @Nullable ConfigurableApplicationContext anotherNode;

    private static volatile Visits visits = new Visits();

    private LockRegistry<DistributedLock> ours;

    private LockRegistry<DistributedLock> theirs;

    @BeforeAll
    static void start() {
        side = new Side(Before.class, After.class);
        anotherNode = side.another(Before.class, After.class);
    }

    @AfterAll
    static void stop() {
        anotherNode.close();
        side.close();
    }

    @BeforeEach
    void forgetAllLocks() {
        side.redis.command("FLUSHALL");
        visits = new Visits();
        ours = side.bean(DistributedLockRegistry.class);
        theirs = side.bean(RedisLockRegistry.class);
    }

    private static Visits.Call staysIn(LockRegistry<?> registry) {
        return () ->
                registry.executeLocked("a1", Duration.ofMillis(500), (CheckedRunnable<RuntimeException>) visits::stay);
    }

    @Test
    void theOldAndTheNewDoNotExcludeEachOther() {
        assertThat(visits.bothGetIn(staysIn(theirs), staysIn(ours))).isTrue();
    }

    @Test
    void theReleaseBetweenExcludesBoth() {
        LockRegistry<?> both = new Between().lockRegistry(side.connections(), side.locks());
        LockRegistry<?> bothElsewhere = new Between()
                .lockRegistry(
                        anotherNode.getBean(RedisConnectionFactory.class), anotherNode.getBean(LockOperations.class));

        assertThat(visits.bothGetIn(staysIn(theirs), staysIn(both))).isFalse();
        visits = new Visits();
        assertThat(visits.bothGetIn(staysIn(ours), staysIn(both))).isFalse();
        visits = new Visits();
        assertThat(visits.bothGetIn(staysIn(both), staysIn(theirs))).isFalse();
        visits = new Visits();
        assertThat(visits.bothGetIn(staysIn(both), staysIn(ours))).isFalse();
        visits = new Visits();
        assertThat(visits.bothGetIn(staysIn(both), staysIn(bothElsewhere))).isFalse();
        assertThat(side.keys().keySet()).containsOnly("lock:fence:{shop:a1}");
    }

    @Nested
    class TheirLock {

        @Test
        void isNotRenewedAndEndsAfterAMinute() {
            Lock lock = theirs.obtain("a1");
            lock.lock();

            assertThat(side.pttl("shop:a1")).isBetween(50_000L, 60_000L);
            lock.unlock();
        }

        @Test
        void isUnlockedByItsThreadAlone() {
            Lock lock = theirs.obtain("a1");
            lock.lock();

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> elsewhere(() -> {
                        lock.unlock();
                        return null;
                    }));
            lock.unlock();
        }

        @Test
        void tellsOfItsLossAtTheUnlock() {
            Lock lock = theirs.obtain("a1");
            lock.lock();
            side.redis.command("DEL", "shop:a1");

            assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
        }
    }

    @Nested
    class OurLock {

        @Test
        void isReentrantAndExcludesOthers() throws Exception {
            Lock lock = ours.obtain("a1");
            lock.lock();
            assertThat(ours.obtain("a1").tryLock()).isTrue();
            ours.obtain("a1").unlock();

            assertThat(elsewhere(() -> ours.obtain("a1").tryLock())).isFalse();
            assertThat(elsewhere(() -> anotherNode
                            .getBean(DistributedLockRegistry.class)
                            .obtain("a1")
                            .tryLock(100, TimeUnit.MILLISECONDS)))
                    .isFalse();
            lock.unlock();
            assertThat(elsewhere(() -> {
                        Lock free = anotherNode
                                .getBean(DistributedLockRegistry.class)
                                .obtain("a1");
                        boolean got = free.tryLock();
                        free.unlock();
                        return got;
                    }))
                    .isTrue();
        }

        @Test
        void hasATtlOfItsOwnWhereItIsGivenOne() throws Exception {
            DistributedLock lock = ours.obtain("a1");
            lock.lock(Duration.ofSeconds(3));
            assertThat(side.pttl("lock:{shop:a1}")).isBetween(1_000L, 3_000L);
            lock.unlock();
            assertThat(lock.tryLock(Duration.ZERO, Duration.ofSeconds(4))).isTrue();
            assertThat(side.pttl("lock:{shop:a1}")).isBetween(3_000L, 4_000L);
            lock.unlock();
        }

        @Test
        void tellsOfItsLossAtTheUnlock() {
            Lock lock = ours.obtain("a1");
            lock.lock();
            side.redis.command("DEL", "lock:{shop:a1}");

            assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lock::unlock);
            assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
        }

        @Test
        void isWhatExecuteLockedTakes() throws Exception {
            Lock lock = ours.obtain("a1");
            lock.lock();

            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> elsewhere(() -> {
                        ours.executeLocked("a1", Duration.ofMillis(50), (CheckedRunnable<RuntimeException>) () -> {});
                        return null;
                    }));
            lock.unlock();
        }

        @Test
        void electsALeaderAndAnotherWhenItIsLost() {
            LockRegistryLeaderInitiator one = candidate(side.locks());
            LockRegistryLeaderInitiator two = candidate(anotherNode.getBean(LockOperations.class));
            one.start();
            await().dontCatchUncaughtExceptions().until(() -> one.getContext().isLeader());
            two.start();

            await().dontCatchUncaughtExceptions()
                    .during(Duration.ofMillis(500))
                    .until(() ->
                            one.getContext().isLeader() && !two.getContext().isLeader());
            side.redis.command("SET", "lock:{shop:leader}", "somebody else", "PX", "3000");
            await().dontCatchUncaughtExceptions().until(() -> !one.getContext().isLeader());
            await().dontCatchUncaughtExceptions()
                    .until(() -> one.getContext().isLeader() != two.getContext().isLeader());
            one.stop();
            await().dontCatchUncaughtExceptions()
                    .until(() ->
                            !one.getContext().isLeader() && two.getContext().isLeader());
            two.stop();
            await().dontCatchUncaughtExceptions().until(() -> !two.getContext().isLeader());
        }

        private static LockRegistryLeaderInitiator candidate(LockOperations locks) {
            LockRegistryLeaderInitiator initiator = new LockRegistryLeaderInitiator(
                    new DistributedLockRegistry(locks, "shop", Duration.ofSeconds(1), Duration.ofDays(1)),
                    new DefaultCandidate("node", "leader"));
            initiator.setHeartBeatMillis(100);
            initiator.setBusyWaitMillis(50);
            return initiator;
        }
    }

    /** The application as it was. */
    @Configuration(proxyBeanMethods = false)
    static class Before {

        @Bean
        RedisLockRegistry lockRegistry(RedisConnectionFactory connections) {
            return new RedisLockRegistry(connections, "shop");
        }
    }

    /** The application of the release between. */
    @Configuration(proxyBeanMethods = false)
    static class Between {

        @Bean
        LockRegistry<Lock> lockRegistry(RedisConnectionFactory connections, LockOperations locks) {
            RedisLockRegistry old = new RedisLockRegistry(connections, "shop");
            DistributedLockRegistry replacement =
                    new DistributedLockRegistry(locks, "shop", Duration.ofMinutes(1), Duration.ofDays(1));
            return lockKey -> new BothLocks(old.obtain(lockKey), replacement.obtain(lockKey));
        }
    }

    /** The application as it is. */
    @Configuration(proxyBeanMethods = false)
    static class After {

        @Bean
        DistributedLockRegistry distributedLockRegistry(LockOperations locks) {
            return new DistributedLockRegistry(locks, "shop", Duration.ofMinutes(1), Duration.ofDays(1));
        }
    }
}

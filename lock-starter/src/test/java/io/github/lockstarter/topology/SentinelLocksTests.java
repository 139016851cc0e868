package io.github.lockstarter.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.core.LoggingLockListener;
import io.github.lockstarter.process.RedisSentinels;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A master with two replicas, and three Sentinels. */
class SentinelLocksTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static RedisSentinels sentinels;

    private LettuceConnectionFactory factory;

    private RedisLockStore store;

    private LockTemplate locks;

    @BeforeAll
    static void start() {
        sentinels = RedisSentinels.builder()
                .flags("--appendonly", "yes", "--min-replicas-to-write", "1", "--min-replicas-max-lag", "1")
                .start();
    }

    @AfterAll
    static void stop() {
        sentinels.close();
    }

    @BeforeEach
    void begin() {
        sentinels.awaitConverged(LIMIT);
        factory = TestRedis.lettuce(sentinels);
        store = new RedisLockStore(
                factory, "lock:", Duration.ofHours(1), new Acknowledgement(2, Duration.ofMillis(200)));
        locks = template(store);
        locks.acquire(LockRequest.of("warm-up").waitTime(LIMIT)).close();
    }

    @AfterEach
    void end() {
        locks.close();
        store.close();
        factory.destroy();
        sentinels.servers().forEach(RedisServer::resume);
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed", "stopped"})
    void locksFollowTheMasterAndTheOldOneGrantsNothingWhenItIsBack(String what) {
        RedisServer old = sentinels.master();
        try (Lease held = locks.acquire(
                        LockRequest.of("held").ttl(Duration.ofSeconds(30)).renew(true));
                Load load = load(locks, "a")) {
            if (what.equals("killed")) {
                old.kill();
            } else {
                old.suspend();
            }
            RedisServer master = sentinels.awaitMasterOtherThan(old, LIMIT);
            long there = System.nanoTime();
            // One replica is left, of the two that have to acknowledge: no lock is granted until the old master is one.
            assertThat(master.command("GET", "lock:{held}")).isNotEqualTo("(nil)");
            if (what.equals("killed")) {
                old.restart();
            } else {
                old.resume();
            }
            assertThatThrownBy(() -> old.command("SET", "written", "by nobody"))
                    .isInstanceOf(IllegalStateException.class);
            sentinels.awaitConverged(LIMIT);
            long converged = System.nanoTime();
            Await.until(LIMIT, () -> load.wasGrantedSince(converged));
            Figures.print("Sentinel, master %s: a lock %d ms after all three serve again, %d ms after there is a master"
                    .formatted(what, (System.nanoTime() - converged) / 1_000_000, (converged - there) / 1_000_000));
            held.requireValid();
            load.close();
            assertThat(load.failures()).isEmpty();
        }
    }

    /**
     * Also with a pool, as Spring Boot makes it once commons-pool2 is there: what is given back to it is still connected to the old master.
     * And the application's own commands do not suffer from what the locks do about it.
     */
    @Test
    void locksGoOnWithinASecondThoughTheOldMasterStandsStill() {
        RedisServer old = sentinels.master();
        Acknowledgement one = new Acknowledgement(1, Duration.ofMillis(200));
        LettuceConnectionFactory pooled = TestRedis.pooled(sentinels);
        try (RedisConnection connection = factory.getConnection();
                RedisLockStore withOneReplica = new RedisLockStore(factory, "lock:", Duration.ofHours(1), one);
                RedisLockStore withPool = new RedisLockStore(pooled, "lock:", Duration.ofHours(1));
                LockTemplate first = template(withOneReplica);
                LockTemplate second = template(withPool);
                Load load = load(first, "a");
                Load pooledLoad = load(second, "b")) {
            RedisAsyncCommands<?, ?> ofTheApplication = (RedisAsyncCommands<?, ?>) connection.getNativeConnection();
            Await.until(() -> pooledLoad.wasGrantedSince(System.nanoTime() - 100_000_000));
            old.suspend();
            sentinels.awaitMasterOtherThan(old, LIMIT);
            long there = System.nanoTime();

            Await.until(LIMIT, () -> load.wasGrantedSince(there));
            long millis = (System.nanoTime() - there) / 1_000_000;
            Await.until(LIMIT, () -> pooledLoad.wasGrantedSince(there));
            long pooledMillis = (System.nanoTime() - there) / 1_000_000;

            Figures.print("Sentinel, master stands still: a lock %d ms after there is another, %d ms with a pool"
                    .formatted(millis, pooledMillis));
            assertThat(Math.max(millis, pooledMillis)).isLessThan(2_500);
            assertThat(ofTheApplication.getStatefulConnection().isOpen()).isTrue();
        } finally {
            pooled.destroy();
        }
    }

    @Test
    void aClientThatWaitsLongForADeadSentinelIsADanger() {
        assertThat(Await.value(store.dangers()))
                .singleElement()
                .asString()
                .contains("waits up to 10 s for each Sentinel", "Set spring.data.redis.connect-timeout=1s");
    }

    @Test
    void withoutTheReplicasNothingIsGrantedAndNothingIsLeft() {
        RedisServer master = sentinels.master();
        List<RedisServer> replicas =
                sentinels.servers().stream().filter(server -> server != master).toList();
        try (Lease held = locks.acquire(LockRequest.of("held").ttl(Duration.ofSeconds(4)))) {
            replicas.get(0).suspend();

            assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0)))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("1 of 2 replicas acknowledged it within 200 ms");
            Await.until(() -> master.command("GET", "lock:{a}").equals("(nil)"));
            Duration before = held.remaining();
            assertThatThrownBy(() -> held.ensure(Duration.ofSeconds(3).plusMillis(900)))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("1 of 2 replicas acknowledged it");
            assertThat(held.remaining()).as("the deadline does not move").isLessThan(before);
            held.requireValid();

            replicas.get(0).resume();
            locks.acquire(LockRequest.of("a").waitTime(LIMIT)).close();
            held.ensure(Duration.ofSeconds(3));
        }
    }

    private static LockTemplate template(RedisLockStore store) {
        return new LockTemplate(store, RedisLocks.DEFAULTS, List.of(new LoggingLockListener()));
    }

    private static Load load(LockTemplate locks, String key) {
        return new Load(List.of(locks), List.of(key), Duration.ofSeconds(5), Duration.ofSeconds(30), new HeldAtOnce());
    }
}

package io.github.lockstarter.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Three masters with a replica each. */
@Tag("many-rounds")
class ClusterLocksTests {

    private static final Duration TTL = Duration.ofSeconds(10);

    /**
     * Two seconds are enough on a machine of its own (-Drounds=all). Beside other tests the servers may not get a core for as long:
     * failures were seen then without any slot being moved.
     */
    private static final Duration WAIT = Duration.ofSeconds(Rounds.of(6, 2));

    private static RedisCluster cluster;

    private static RedisLocks first;

    private static RedisLocks second;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.builder().replicasPerMaster(1).start();
        first = new RedisLocks(TestRedis.lettuce(cluster), RedisLocks.DEFAULTS);
        second = new RedisLocks(TestRedis.lettuce(cluster), RedisLocks.DEFAULTS);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        cluster.close();
    }

    @Test
    void everyScriptWorksOnAnyKey() {
        LockStore store = first.store();
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            String key = randomKey(random, i);
            List<String> keys = List.of(key);
            OwnerToken holder = new OwnerToken(i + "-1@test");
            OwnerToken next = new OwnerToken(i + "-2@test").deaf();
            Held held = new Held(keys, holder, TTL);

            assertThat(Await.value(store.acquire(Acquire.once(keys, holder, TTL))))
                    .isInstanceOf(Grant.class);
            Acquire inLine = new Acquire(keys, next, TTL, 0, Standing.IN_LINE);
            Await.value(store.acquire(inLine));
            assertThat(Await.value(store.renew(held, TTL))).isEqualTo(Renewal.RENEWED);
            assertThat(Await.value(store.release(held, null)).ours()).isTrue();
            assertThat(Await.value(store.acquire(inLine))).isInstanceOf(Grant.class);
            Acquire after = Acquire.once(keys, new OwnerToken(i + "-3@test"), TTL);
            assertThat(Await.value(store.release(new Held(keys, next, TTL), after))
                            .next())
                    .isInstanceOf(Grant.class);
            assertThat(store.withdraw(after).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
            OwnerToken several = new OwnerToken(i + "-4@test");
            List<String> both = List.of(key, "another");
            Acquire all = Acquire.once(both, several, TTL);
            assertThat(Await.value(store.acquire(all))).isInstanceOf(Grant.class);
            assertThat(Await.value(store.release(new Held(both, several, TTL), null))
                            .ours())
                    .isTrue();
        }
        assertThat(lockKeys()).isEmpty();
    }

    @Test
    void severalKeysAreGivenBackWhenOneIsBusy() {
        List<String> keys = List.of("a", "b", "c", "d", "e");
        try (Lease busy = second.template().acquire(LockRequest.of("c"))) {
            assertThatThrownBy(
                            () -> first.template().acquire(LockRequest.of(keys).retries(1)))
                    .isInstanceOf(LockNotAcquiredException.class);
            assertThat(lockKeys()).containsExactly("lock:{c}");
        }
        try (Lease all = first.template().acquire(LockRequest.of(keys))) {
            assertThat(lockKeys()).hasSize(5);
            for (String key : keys) {
                String token = cluster.masterOf(SlotHash.getSlot(key)).command("GET", "lock:fence:{" + key + "}");
                assertThat(Long.parseLong(token)).isGreaterThanOrEqualTo(all.fencingToken());
            }
        }
    }

    @Test
    void aLockThatIsMovedBeforeTheRestOfItsSlotIsRenewedAndAcknowledgedThere() {
        List<String> keys = List.of("half-moved");
        OwnerToken token = new OwnerToken("1@test");
        int slot = SlotHash.getSlot("half-moved");
        RedisServer from = cluster.masterOf(slot);
        RedisServer to =
                masters().stream().filter(server -> server != from).findFirst().orElseThrow();
        Acknowledgement one = new Acknowledgement(1, Duration.ofSeconds(2));
        LettuceConnectionFactory factory = TestRedis.lettuce(cluster);
        try (RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1), one)) {
            Await.value(store.acquire(Acquire.once(keys, token, TTL)));
            setSlot(to, slot, "IMPORTING", from.command("CLUSTER", "MYID"));
            setSlot(from, slot, "MIGRATING", to.command("CLUSTER", "MYID"));
            from.command("MIGRATE", to.host(), "" + to.port(), "lock:{half-moved}", "0", "5000");

            assertThat(Await.value(store.renew(new Held(keys, token, TTL), TTL)))
                    .isEqualTo(Renewal.RENEWED);
        } finally {
            from.command("MIGRATE", to.host(), "" + to.port(), "lock:fence:{half-moved}", "0", "5000");
            setSlot(to, slot, "NODE", to.command("CLUSTER", "MYID"));
            setSlot(from, slot, "NODE", to.command("CLUSTER", "MYID"));
            to.command("DEL", "lock:{half-moved}");
            factory.destroy();
        }
    }

    private static void setSlot(RedisServer server, int slot, String... how) {
        server.command(Stream.concat(Stream.of("CLUSTER", "SETSLOT", "" + slot), Stream.of(how))
                .toArray(String[]::new));
    }

    @Test
    void nobodyNoticesThatSlotsMigrate() {
        HeldAtOnce held = new HeldAtOnce();
        List<String> keys = IntStream.range(0, 4).mapToObj(i -> "moving:" + i).toList();
        int migrations = 0;
        try (Load load = new Load(jvms(), keys, Duration.ofSeconds(5), WAIT, held)) {
            while (migrations < 20) {
                int slot = SlotHash.getSlot(keys.get(migrations % keys.size()));
                RedisServer from = cluster.masterOf(slot);
                RedisServer to = masters().stream()
                        .filter(server -> server != from)
                        .toList()
                        .get(migrations % 2);
                cluster.migrate(slot, from, to);
                migrations++;
                int enough = held.grants() + 50;
                Await.until(() -> held.grants() >= enough);
            }
            load.close();
            assertThat(load.failures()).isEmpty();
        }
        Figures.print("cluster, %d slots migrated under load: %d grants, %d double holders"
                .formatted(migrations, held.grants(), held.doubles()));
        assertThat(held.doubles()).isZero();
        assertThat(held.grants()).isGreaterThan(500);
    }

    @Test
    void locksAreGrantedWithinASecondAfterAMasterWasReplaced() {
        String key = "killed";
        RedisServer master = cluster.masterOf(SlotHash.getSlot(key));
        LockTemplate locks = first.template();
        locks.acquire(LockRequest.of(key)).close();
        HeldAtOnce held = new HeldAtOnce();
        try (Load load = new Load(List.of(locks), List.of(key), Duration.ofSeconds(5), Duration.ofSeconds(30), held)) {
            master.kill();
            cluster.awaitWritable(Duration.ofSeconds(20));
            long writable = System.nanoTime();
            Await.until(() -> load.wasGrantedSince(writable));
            long millis = (System.nanoTime() - writable) / 1_000_000;
            Figures.print("cluster, a master killed: next grant %d ms after all is writable".formatted(millis));
            assertThat(millis).isLessThan(1_000);
        } finally {
            master.restart();
            cluster.awaitConverged(Duration.ofSeconds(20));
        }
    }

    @Test
    void whatEndangersItsLocksIsFoundOnEachMaster() {
        List<Danger> found = Await.value(first.store().dangers());

        assertThat(found.get(0))
                .asString()
                .contains("The Redis client waits up to 60 s for each server of the cluster");
        for (RedisServer master : masters()) {
            assertThat(found.stream().filter(danger -> danger.where().contains(":" + master.port())))
                    .extracting(Danger::what)
                    .anyMatch(what -> what.contains("takes writes without them"))
                    .anyMatch(what -> what.contains("locks are granted before these have them"));
        }
        assertThat(found).hasSize(7);
    }

    private static List<LockTemplate> jvms() {
        return List.of(first.template(), second.template());
    }

    private static List<RedisServer> masters() {
        return cluster.servers().stream()
                .filter(server -> server.command("ROLE").startsWith("master"))
                .toList();
    }

    /** Of locks that are held or waited for. A key may have line breaks in it: then there are more of them, but some. */
    private static List<String> lockKeys() {
        return masters().stream()
                .flatMap(server -> TestRedis.lockKeys(server).stream())
                .filter(key -> key.startsWith("lock:"))
                .toList();
    }

    private static String randomKey(Random random, int number) {
        StringBuilder key = new StringBuilder("k" + number + ":");
        int length = 1 + random.nextInt(40);
        for (int i = 0; i < length; i++) {
            key.append("abc{}:# *é\u4e2d\n".charAt(random.nextInt(12)));
        }
        return key.toString();
    }
}

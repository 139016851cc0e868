package io.github.lockstarter.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A master that keeps nothing on disk, and a replica that has to have each lock. */
class ReplicaAcknowledgementTests {

    private static final Duration TTL = Duration.ofSeconds(30);

    private final OwnerToken token = new OwnerToken("%032x@test".formatted(1));

    private RedisServer master;

    private RedisServer replica;

    private LettuceConnectionFactory factory;

    private RedisLockStore store;

    @BeforeEach
    void start() {
        master = RedisServer.start("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1");
        replica = RedisServer.start("--replicaof", master.host() + " " + master.port());
        factory = TestRedis.lettuce(master);
        store = new RedisLockStore(
                factory, "lock:", Duration.ofHours(1), new Acknowledgement(1, Duration.ofSeconds(5)));
        awaitReplica();
        for (int connection = 0; connection < 8; connection++) {
            Acquire warmUp = Acquire.once(List.of("warm-up"), token, TTL);
            Await.value(store.acquire(warmUp));
            Await.value(store.withdraw(warmUp));
        }
    }

    @AfterEach
    void stop() {
        store.close();
        factory.destroy();
        replica.close();
        master.close();
    }

    @Test
    void aGrantThatTheMasterLostIsNotAcknowledgedOnAnotherConnection() {
        replica.suspend();
        CompletionStage<Answer> answer = store.acquire(Acquire.once(List.of("a"), token, TTL));
        CompletionStage<Answer> another = store.acquire(Acquire.once(List.of("b"), token, TTL));
        Await.until(() -> master.command("EXISTS", "lock:{a}", "lock:{b}").equals("2"));

        master.restart();
        replica.resume();

        assertThat(master.command("GET", "lock:{a}")).isEqualTo("(nil)");
        for (CompletionStage<Answer> each : List.of(answer, another)) {
            assertThatThrownBy(() -> Await.value(each))
                    .extracting(StoreFailure::kindOf)
                    .isEqualTo(StoreFailure.Kind.UNKNOWN);
        }
        awaitReplica();
        Await.until(() -> isGranted("a"));
    }

    @Test
    void locksAreGrantedAgainOnceTheConnectionFactoryIsStartedAgain() {
        factory.stop();
        factory.start();

        Await.until(() -> isGranted("a"));
        for (int i = 0; i < 20; i++) {
            assertThat(isGranted("b")).isTrue();
        }
    }

    private boolean isGranted(String key) {
        try {
            return Await.value(store.acquire(Acquire.once(List.of(key), token, TTL))) instanceof Grant;
        } catch (RuntimeException failed) {
            return false;
        }
    }

    private void awaitReplica() {
        Await.until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
    }
}

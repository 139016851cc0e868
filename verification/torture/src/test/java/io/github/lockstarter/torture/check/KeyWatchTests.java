package io.github.lockstarter.torture.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.history.Workload;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyWatchTests {

    private final RedisServer server = RedisServer.start();

    private final KeyWatch watch = new KeyWatch(server);

    @AfterEach
    void end() {
        watch.close();
        server.close();
    }

    @Test
    void findsAKeyWithoutTtl() {
        server.command("SET", "lock:fence:{raw-0}", "1");

        await().until(() -> !watch.findings().isEmpty());
        assertThat(watch.findings().get(0).check()).isEqualTo(KeyWatch.NO_TTL);
    }

    @Test
    void findsALockThatLastsTooLong() {
        server.command("SET", "lock:{raw-0}", "somebody", "PX", "5000");

        await().until(() -> !watch.findings().isEmpty());
        assertThat(watch.findings().get(0).check()).isEqualTo(KeyWatch.TOO_LONG);
    }

    @Test
    void findsHoldersWithoutTtl() {
        server.command("ZADD", "lock:holders:{shared-0}", "1", "somebody");
        await().until(() -> !watch.findings().isEmpty());
        assertThat(watch.findings().get(0).check()).isEqualTo(KeyWatch.NO_TTL);
    }

    @Test
    void findsHoldersThatAreKeptTooLong() {
        server.command("ZADD", "lock:holders:{permits-0}", "1", "somebody");
        server.command("PEXPIRE", "lock:holders:{permits-0}", "5000");
        // Between the two commands, it may be found without a ttl.
        await().untilAsserted(() ->
                assertThat(watch.findings()).extracting(Finding::check).contains(KeyWatch.TOO_LONG));
    }

    @Test
    void findsThatAForeignLockWasTakenAway() {
        server.command("DEL", Workload.FOREIGN.key(1).lock());

        watch.close();

        assertThat(watch.findings()).extracting(Finding::check).containsExactly(KeyWatch.FOREIGN);
    }

    @Test
    void findsAGrantOfWhatAStrangerHolds() {
        Story story = new Story();
        story.lease(1, Workload.FOREIGN.key(0), 0, 1, 100, 1).ended(2, true);

        assertThat(watch.grantsOfForeignLocks(story.history())).hasSize(1);
        watch.letStrangersGo();
        assertThat(watch.grantsOfForeignLocks(story.history())).hasSize(1);
    }

    @Test
    void noticesWhenRedisAnswersNobody() {
        await().until(() -> watch.looks() > 0);
        long began = System.nanoTime();
        server.suspend();
        await().until(() -> System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(600));
        long ended = System.nanoTime();
        server.resume();

        await().untilAsserted(() -> assertThat(watch.standstills()).anySatisfy(still -> {
            assertThat(still.began()).isLessThan(began + TimeUnit.MILLISECONDS.toNanos(300));
            assertThat(still.ended()).isGreaterThanOrEqualTo(ended);
        }));
    }

    @Test
    void findsNothingInLocksAsTheyShouldBe() {
        server.command("SET", "lock:{raw-0}", "somebody", "PX", "600");
        server.command("HSET", "lock:{raw-1}", "whose", "not yours");
        int looks = watch.looks();

        await().until(() -> watch.looks() > looks + 1);
        watch.close();

        assertThat(watch.findings()).isEmpty();
        assertThat(watch.locks()).isPositive();
    }
}

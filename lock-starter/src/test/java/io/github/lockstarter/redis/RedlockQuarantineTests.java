package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedlockServers;
import io.github.lockstarter.testing.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that has restarted does not vote until all that it may have granted before is over. */
class RedlockQuarantineTests {

    private static final Duration QUARANTINE = Duration.ofSeconds(1);

    private static final Duration NODE_TIMEOUT = Duration.ofMillis(100);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final RedlockServers servers = new RedlockServers(5);

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void aNodeThatRestartedEmptyGivesNobodyASecondLock() {
        try (RedlockServers.Jvm holder = servers.jvm(NODE_TIMEOUT, QUARANTINE);
                RedlockServers.Jvm other = servers.jvm(NODE_TIMEOUT, QUARANTINE)) {
            int rounds = Rounds.of(1, 100);
            int doubles = 0;
            for (int round = 0; round < rounds; round++) {
                doubles += secondGrantAfterARestart(holder.store(), other.store(), round % 3) ? 1 : 0;
            }
            Figures.print("Redlock, a node restarted empty, quarantine %s: %d double holders in %d rounds"
                    .formatted(QUARANTINE, doubles, rounds));
            assertThat(doubles).isZero();
        }
    }

    /** What the quarantine is for. */
    @Test
    void withoutItANodeThatRestartedEmptyGivesASecondLock() {
        try (RedlockServers.Jvm holder = servers.jvm(NODE_TIMEOUT, Duration.ZERO);
                RedlockServers.Jvm other = servers.jvm(NODE_TIMEOUT, Duration.ZERO)) {
            int rounds = Rounds.of(2, 100);
            int doubles = 0;
            for (int round = 0; round < rounds; round++) {
                doubles += secondGrantAfterARestart(holder.store(), other.store(), round % 3) ? 1 : 0;
            }
            Figures.print("Redlock, a node restarted empty, no quarantine: %d double holders in %d rounds"
                    .formatted(doubles, rounds));
            assertThat(doubles).isPositive();
        }
    }

    @Test
    void aNodeVotesAgainAfterIt() {
        try (RedlockServers.Jvm jvm = servers.jvm(NODE_TIMEOUT, QUARANTINE)) {
            RedlockNode node = jvm.nodes().all().get(0);
            Await.until(() -> votes(node));
            servers.get(0).restart();
            long restarted = System.nanoTime();

            Await.until(() -> votes(node));

            assertThat(Duration.ofNanos(System.nanoTime() - restarted))
                    .isBetween(QUARANTINE.minusMillis(50), QUARANTINE.plusMillis(3_000));
        }
    }

    @Test
    void aFirstStartWaitsForItAndSaysSo() {
        Duration hour = Duration.ofHours(1);
        try (RedlockServers.Jvm jvm = servers.jvm(NODE_TIMEOUT, hour)) {
            Acquire acquire = Acquire.once(List.of("a"), token(), QUARANTINE);

            Await.until(() -> failure(jvm.store(), acquire).contains("has restarted and votes again in 3"));
        }
    }

    @Test
    void aNodeInItRenewsAndReleasesWhatItHolds() {
        try (RedlockServers.Jvm jvm = servers.jvm(NODE_TIMEOUT, Duration.ofHours(1))) {
            RedlockNode node = jvm.nodes().all().get(0);
            OwnerToken token = token();
            servers.get(0).command("SET", "lock:{a}", token.value(), "PX", "1000");
            Held held = new Held(List.of("a"), token, QUARANTINE);

            assertThat(node.renew(held, QUARANTINE).toCompletableFuture().join())
                    .hasToString("RENEWED");
            assertThat(node.release(held, null).toCompletableFuture().join().ours())
                    .isTrue();
        }
    }

    @Test
    void aNodeThatDoesNotTellItsAgeDoesNotVoteUnlessThereIsNoQuarantine() {
        for (int node = 0; node < 3; node++) {
            servers.get(node).command("ACL", "SETUSER", "default", "-info");
        }
        Acquire acquire = Acquire.once(List.of("a"), token(), QUARANTINE);
        try (RedlockServers.Jvm jvm = servers.jvm(NODE_TIMEOUT, Duration.ofSeconds(10))) {
            Await.until(() -> failure(jvm.store(), acquire).contains("does not say how long it has been running"));
        }
        try (RedlockServers.Jvm jvm = servers.jvm(NODE_TIMEOUT, Duration.ZERO)) {
            Await.until(() -> answer(jvm.store(), acquire) instanceof Grant);
        }
    }

    @Test
    void aNodeThatMayTellItsAgeAgainVotesAgain() {
        servers.get(0).command("ACL", "SETUSER", "default", "-info");
        Acquire acquire = Acquire.once(List.of("a"), token(), QUARANTINE);
        try (RedlockServers.Jvm jvm = servers.jvm(NODE_TIMEOUT, QUARANTINE)) {
            RedlockNode node = jvm.nodes().all().get(0);
            Await.until(() -> failure(node, acquire).contains("does not say how long it has been running"));

            servers.get(0).command("ACL", "SETUSER", "default", "+info");

            Await.until(() -> votes(node));
        }
    }

    @Test
    void aNodeThatIsBusyWhenItIsAskedItsAgeIsAskedAgain() {
        try (RedlockServers.Jvm jvm = servers.jvm(NODE_TIMEOUT, QUARANTINE)) {
            RedlockNode node = jvm.nodes().all().get(0);
            Await.until(() -> votes(node));
            servers.get(0).command("CONFIG", "SET", "lua-time-limit", "10");
            servers.get(0).command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            CompletableFuture<?> script =
                    CompletableFuture.runAsync(() -> servers.get(0).command("EVAL", "while true do end", "0"));
            Await.until(() -> isBusy(servers.get(0)));
            Acquire acquire = Acquire.once(List.of("a"), token(), QUARANTINE);
            assertThat(failure(node, acquire)).doesNotContain("does not say");
            servers.get(0).command("SCRIPT", "KILL");
            script.exceptionally(killed -> null).join();

            Await.until(Duration.ofSeconds(2), () -> votes(node));
        }
    }

    /**
     * One holds a lock on three nodes, of which one is restarted empty. The other two were busy, and are free again.
     *
     * @return whether another one has it, too
     */
    private boolean secondGrantAfterARestart(LockStore holder, LockStore other, int restarted) {
        String key = "item:" + NUMBER.incrementAndGet();
        Await.until(() -> isGrantedByAll(holder));
        for (int node = 3; node < 5; node++) {
            servers.get(node).command("SET", "lock:{" + key + "}", "somebody@else", "PX", "200");
        }
        OwnerToken token = token();
        long sent = System.nanoTime();
        assertThat(answer(holder, Acquire.once(List.of(key), token, QUARANTINE)))
                .isInstanceOf(Grant.class);
        servers.get(restarted).restart();
        boolean second = false;
        Acquire asked = Acquire.once(List.of(key), token(), QUARANTINE);
        long end = sent + QUARANTINE.toNanos() * 98 / 100;
        while (!second && System.nanoTime() - end < 0) {
            try {
                second = answer(other, asked) instanceof Grant && System.nanoTime() - end < 0;
            } catch (StoreFailure unavailable) {
                // Not granted either.
            }
        }
        other.withdraw(asked).toCompletableFuture().join();
        holder.release(new Held(List.of(key), token, QUARANTINE), null)
                .exceptionally(unknown -> null)
                .toCompletableFuture()
                .join();
        return second;
    }

    private boolean isGrantedByAll(LockStore store) {
        String key = "all:" + NUMBER.incrementAndGet();
        OwnerToken token = token();
        try {
            return answer(store, Acquire.once(List.of(key), token, QUARANTINE)) instanceof Grant
                    && servers.servers().stream()
                            .noneMatch(server ->
                                    server.command("GET", "lock:{" + key + "}").equals("(nil)"));
        } catch (StoreFailure unavailable) {
            return false;
        } finally {
            store.release(new Held(List.of(key), token, QUARANTINE), null);
        }
    }

    private static boolean votes(RedlockNode node) {
        Acquire acquire = Acquire.once(List.of("vote"), token(), QUARANTINE);
        try {
            boolean granted = !(answer(node, acquire) instanceof Busy);
            node.withdraw(acquire).toCompletableFuture().join();
            return granted;
        } catch (StoreFailure notNow) {
            return false;
        }
    }

    private static boolean isBusy(RedisServer server) {
        try {
            server.command("PING");
            return false;
        } catch (IllegalStateException error) {
            return error.getMessage().startsWith("BUSY");
        }
    }

    private static String failure(LockStore store, Acquire acquire) {
        try {
            return answer(store, acquire).toString();
        } catch (StoreFailure failure) {
            return failure.getMessage();
        }
    }

    private static Answer answer(LockStore store, Acquire acquire) {
        try {
            return store.acquire(acquire).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw (StoreFailure) e.getCause();
        }
    }

    private static OwnerToken token() {
        return new OwnerToken("%032x@test".formatted(NUMBER.incrementAndGet()));
    }
}

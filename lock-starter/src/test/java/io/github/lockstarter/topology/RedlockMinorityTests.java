package io.github.lockstarter.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.core.LoggingLockListener;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.quorum.QuorumNode;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.RedlockServers;
import io.github.lockstarter.testing.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two of five nodes are killed, stopped or slow: locks are granted all the same, at most once, and nobody waits for the two. */
class RedlockMinorityTests {

    private static final Duration NODE_TIMEOUT = Duration.ofMillis(50);

    private static final int THREADS = 4;

    enum Trouble {
        KILLED,
        STOPPED,
        SLOW
    }

    @ParameterizedTest
    @EnumSource
    void isNotMissed(Trouble trouble) throws Exception {
        try (RedlockServers servers = new RedlockServers(5);
                RedlockServers.Jvm one = servers.jvm(NODE_TIMEOUT, Duration.ZERO);
                RedlockServers.Jvm other = servers.jvm(NODE_TIMEOUT, Duration.ZERO);
                QuorumLockStore firstStore = store(one, trouble);
                QuorumLockStore secondStore = store(other, trouble);
                LockTemplate first = locks(firstStore);
                LockTemplate second = locks(secondStore)) {
            for (LockTemplate locks : List.of(first, second)) {
                locks.acquire(LockRequest.of("warm-up").waitTime(Duration.ofSeconds(10)))
                        .close();
            }
            for (RedisServer server : servers.servers().subList(1, 3)) {
                switch (trouble) {
                    case KILLED -> server.kill();
                    case STOPPED -> server.suspend();
                    case SLOW -> {
                        // Its answers are: see store.
                    }
                }
            }
            acquire(trouble, List.of(first, second));
        }
    }

    private static void acquire(Trouble trouble, List<LockTemplate> jvms) throws InterruptedException {
        int each = Rounds.of(250, 5_000) / THREADS;
        HeldAtOnce held = new HeldAtOnce();
        Queue<Long> latencies = new ConcurrentLinkedQueue<>();
        AtomicInteger failed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            LockTemplate locks = jvms.get(t % jvms.size());
            String key = "own:" + t;
            LockRequest own = LockRequest.of(key).waitTime(Duration.ofSeconds(5));
            LockRequest shared = LockRequest.of("shared").waitTime(Duration.ofSeconds(5));
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    long sent = System.nanoTime();
                    try (Lease lease = locks.acquire(own)) {
                        latencies.add(System.nanoTime() - sent);
                        held.enter(key, lease);
                        held.exit(key, lease);
                    } catch (LockException e) {
                        failed.incrementAndGet();
                    }
                    if (i % 10 == 0) {
                        enter(locks, shared, held);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(Duration.ofMinutes(5).toMillis());
        }
        int all = each * THREADS;
        Figures.print("Redlock, 2 of 5 %s: %d of %d acquired, %d double holders, %s"
                .formatted(
                        trouble.name().toLowerCase(Locale.ROOT),
                        all - failed.get(),
                        all,
                        held.doubles(),
                        Figures.millis(latencies)));
        assertThat(failed.get()).isLessThanOrEqualTo(all / 1_000 + 1);
        assertThat(held.doubles()).isZero();
    }

    private static void enter(LockTemplate locks, LockRequest shared, HeldAtOnce held) {
        try (Lease lease = locks.acquire(shared)) {
            held.enter("shared", lease);
            held.exit("shared", lease);
        } catch (LockException busy) {
            // Others had it all the while.
        }
    }

    private static QuorumLockStore store(RedlockServers.Jvm jvm, Trouble trouble) {
        List<QuorumNode> nodes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var node = jvm.nodes().all().get(i);
            boolean slow = trouble == Trouble.SLOW && (i == 1 || i == 2);
            nodes.add(new QuorumNode(node.name(), slow ? new SlowStore(node, NODE_TIMEOUT.multipliedBy(2)) : node));
        }
        return new QuorumLockStore(nodes, NODE_TIMEOUT, Duration.ofHours(1));
    }

    private static LockTemplate locks(QuorumLockStore store) {
        return new LockTemplate(store, RedisLocks.DEFAULTS, List.of(new LoggingLockListener()));
    }
}

package io.github.lockstarter.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand threads of one JVM wait for a lock that another holds. */
@Tag("without-spring")
class CrowdTests {

    private static final int CROWD = 1_000;

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private static final int DELAYS = 15;

    private final RedisServer server = RedisServer.start();

    private final RedisLocks locks = new RedisLocks(server);

    @AfterEach
    void end() {
        locks.close();
        server.close();
    }

    @Test
    void costsNoMoreThanTwoCommandsARetryDelayTwoConnectionsAndThreeThreads() throws Exception {
        // Those of tests before this one end after a while without work.
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        // Connected before, so that not each of the first commands has a thread to connect on.
        locks.template().acquire(LockRequest.of("another")).close();
        server.command("SET", "lock:{a}", "0123@another", "PX", "30000");
        AtomicInteger busy = new AtomicInteger();
        List<Thread> crowd = crowd(
                LockRequest.of("a")
                        .waitTime(RETRY_DELAY.multipliedBy(DELAYS + 25))
                        .retryDelay(RETRY_DELAY),
                busy);
        Await.until(() -> crowd.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        Await.until(() -> server.command("PUBSUB", "CHANNELS", "lock:wake:*").contains("lock:wake:"));
        server.command("CONFIG", "RESETSTAT");

        Await.pass(RETRY_DELAY.multipliedBy(DELAYS));

        int commands = Commands.counted(server);
        long connections = server.command("CLIENT", "LIST").lines().count() - 1;
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("lock-starter"))
                .toList();
        assertThat(commands).isBetween(1, 2 * DELAYS);
        assertThat(connections).isLessThanOrEqualTo(2);
        assertThat(threads).hasSizeLessThanOrEqualTo(3);
        assertThat(server.command("ZCARD", "lock:queue:{a}")).isEqualTo("1");
        assertThat(Long.parseLong(server.command("PTTL", "lock:queue:{a}"))).isBetween(1L, 60_000L);
        Figures.print(
                "%d threads wait: %d commands in %d retryDelays, %d connections, threads %s",
                CROWD, commands, DELAYS, connections, threads);
        for (Thread thread : crowd) {
            thread.join(20_000);
        }
        assertThat(busy).hasValue(CROWD);
        Await.until(() -> server.command("EXISTS", "lock:queue:{a}").equals("0"));
    }

    private List<Thread> crowd(LockRequest request, AtomicInteger busy) {
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            Thread thread = new Thread(() -> {
                try {
                    locks.template().acquire(request);
                } catch (LockNotAcquiredException e) {
                    busy.incrementAndGet();
                }
            });
            crowd.add(thread);
            thread.start();
        }
        return crowd;
    }
}

package io.github.lockstarter.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.JavaProcess;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The JVM that is next in line stands still, or dies, before the lock is released. */
@Tag("without-spring")
class NextInLineTests {

    private static final LockRequest REQUEST =
            LockRequest.of("a").waitTime(Duration.ofSeconds(30)).retryDelay(Duration.ofSeconds(10));

    private final RedisServer server = TestRedis.empty();

    private final RedisLocks holder = new RedisLocks(server);

    private final RedisLocks second = new RedisLocks(server);

    @AfterEach
    void end() {
        holder.close();
        second.close();
    }

    @Test
    void oneThatStandsStillCostsTheOthersASecond() throws Exception {
        List<Long> took = new ArrayList<>();
        for (int round = 0; round < Rounds.of(1, 6); round++) {
            try (JavaProcess first = firstInLine()) {
                took.add(releaseAfter(first, JavaProcess::suspend));
                first.resume();
                first.awaitLine(line -> line.startsWith("had it"), Duration.ofSeconds(10));
            }
        }
        Figures.print("next in line stopped: the others go on after %s of %d", Figures.millis(took), took.size());
        // A second, and what two busy cores may take.
        assertThat(took).allMatch(nanos -> nanos < TimeUnit.MILLISECONDS.toNanos(1_500));
    }

    @Test
    void oneThatIsDeadCostsThemNothing() throws Exception {
        List<Long> took = new ArrayList<>();
        for (int round = 0; round < Rounds.of(2, 20); round++) {
            try (JavaProcess first = firstInLine()) {
                took.add(releaseAfter(first, JavaProcess::kill));
            }
        }
        Figures.print("next in line killed: the others go on after %s", Figures.millis(took));
        assertThat(took).allMatch(nanos -> nanos < TimeUnit.MILLISECONDS.toNanos(500));
    }

    private JavaProcess firstInLine() {
        server.command("FLUSHALL");
        JavaProcess first = JavaProcess.start(WaitingJvm.class, List.of(), List.of(Integer.toString(server.port())));
        first.awaitLine("ready"::equals, Duration.ofSeconds(30));
        return first;
    }

    /** @return how long it took the second in line to have the lock, from before the release */
    private long releaseAfter(JavaProcess first, Consumer<JavaProcess> fault) throws Exception {
        Lease held = holder.template().acquire(REQUEST);
        first.send("wait");
        Await.until(() -> inLine() == 1);
        CompletableFuture<Long> had = CompletableFuture.supplyAsync(() -> {
            try (Lease lease = second.template().acquire(REQUEST)) {
                return System.nanoTime();
            }
        });
        Await.until(() -> inLine() == 2);
        fault.accept(first);

        long released = System.nanoTime();
        held.close();
        return had.get(10, TimeUnit.SECONDS) - released;
    }

    private int inLine() {
        return Integer.parseInt(server.command("ZCARD", "lock:queue:{a}"));
    }
}

package io.github.lockstarter.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Calls of two instances that may hold a key a few times at once. */
@Tag("boot3-in-ci")
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class PermitTests {

    private static final LockRequest THREE =
            LockRequest.of("a").permits(3).waitTime(Duration.ofSeconds(30)).ttl(Duration.ofSeconds(20));

    private final RedisServer server = TestRedis.empty();

    private final RedisLocks one = new RedisLocks(server);

    private final RedisLocks other = new RedisLocks(server);

    private final ExecutorService pool = Executors.newCachedThreadPool();

    private final AtomicInteger inside = new AtomicInteger();

    private final AtomicInteger most = new AtomicInteger();

    @BeforeEach
    void begin() {
        one.warm();
        other.warm();
    }

    @AfterEach
    void end() {
        pool.shutdownNow();
        one.close();
        other.close();
    }

    @Test
    void neverMoreThanThreeAreInsideAndAllGetIn() throws Exception {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            RedisLocks locks = i % 2 == 0 ? one : other;
            calls.add(pool.submit(() -> {
                for (int section = 0; section < 15; section++) {
                    locks.template().execute(THREE, this::section);
                }
            }));
        }
        for (Future<?> each : calls) {
            each.get(30, TimeUnit.SECONDS);
        }

        assertThat(most).hasValue(3);
        assertThat(server.command("KEYS", "lock:holders:*")).isEmpty();
        assertThat(server.command("EXISTS", "lock:{a}")).isEqualTo("0");
    }

    @Test
    void withinOneJvmAPermitGoesFromCallToCallInOneCommand() throws Exception {
        for (int round = 0; round < 2; round++) {
            server.command("CONFIG", "RESETSTAT");
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(pool.submit(() -> {
                    for (int section = 0; section < 20; section++) {
                        one.template().execute(THREE, this::section);
                    }
                }));
            }
            for (Future<?> each : calls) {
                each.get(30, TimeUnit.SECONDS);
            }
        }

        long scripts = server.command("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
        assertThat(most).hasValue(3);
        // Each has one at least, and two where several end at once.
        assertThat(scripts).isBetween(240L, 560L);
        assertThat(one.template().here().handOvers()).isGreaterThan(50);
    }

    @Test
    void theNextInLineOfAnotherJvmIsWokenByARelease() throws Exception {
        LockRequest patient = THREE.permits(2).retryDelay(Duration.ofSeconds(20));
        Lease first = one.template().acquire(patient);
        Lease second = one.template().acquire(patient);
        Future<Lease> third = pool.submit(() -> other.template().acquire(patient));
        Await.until(() -> server.command("ZCARD", "lock:queue:{a}").equals("1"));
        // Listening by then: without a wake-up it would look a second later.
        Await.until(() -> !server.command("PUBSUB", "CHANNELS", "lock:wake:*").isEmpty());

        first.close();

        Lease got = third.get(10, TimeUnit.SECONDS);
        assertThat(got.isValid()).isTrue();
        got.close();
        second.close();
    }

    @Test
    void whereCallersDisagreeTheSmallestNumberInUseHoldsAndAWarningSaysSo(CapturedOutput output) {
        LockRequest five = THREE.permits(5).name("Reports-make").retries(0);
        LockRequest two = THREE.permits(2).name("Reports-two").retries(0);
        Lease first = one.template().acquire(two);
        Lease second = other.template().acquire(five);

        assertThatThrownBy(() -> other.template().acquire(five)).isInstanceOf(LockNotAcquiredException.class);
        assertThat(one.template().tryAcquire(five.mode(LockMode.EXCLUSIVE).permits(1)))
                .isEmpty();
        first.close();
        Lease third = other.template().acquire(five);
        Lease fourth = one.template().acquire(five);

        assertThat(output)
                .containsOnlyOnce(
                        "Lock 'Reports-make' on [a] allows 5 leases at once here, and another caller that is using it allows 2: the smallest number in use holds. Give all callers of these keys the same mode and permits");
        assertThat(output).doesNotContain("'Reports-two'");
        List.of(second, third, fourth).forEach(Lease::close);
    }

    @Test
    void futuresHoldTheirPermitsUntilTheyComplete() {
        CompletableFuture<Void> work = new CompletableFuture<>();
        List<CompletionStage<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(one.template().executeAsync(THREE, lease -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                return work.whenComplete((done, failure) -> inside.decrementAndGet());
            }));
        }
        Await.until(() -> inside.get() == 3 && one.template().here().waitingCount() == 5);
        assertThat(calls).noneMatch(call -> call.toCompletableFuture().isDone());

        work.complete(null);

        calls.forEach(Await::value);
        assertThat(most).hasValue(3);
    }

    @Test
    void placesThatAreFreeAtTheSameTimeAreTakenWithoutALookLater() {
        // They look again after a second. On a busy machine it may take longer now and then, but not always.
        assertThat(IntStream.range(0, 5).mapToObj(round -> timeToTakeThreePlaces()))
                .anyMatch(time -> time.toMillis() < 800);
    }

    private Duration timeToTakeThreePlaces() {
        LockRequest patient = THREE.retryDelay(Duration.ofSeconds(20));
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        inside.set(0);
        List<CompletionStage<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            CompletableFuture<Void> work = i < 3 ? first : second;
            calls.add(one.template().executeAsync(patient, lease -> {
                inside.incrementAndGet();
                return work;
            }));
            int begun = Math.min(i + 1, 3);
            Await.until(() -> inside.get() == begun);
        }
        Await.until(() -> one.template().here().waitingCount() == 3
                && server.command("ZCARD", "lock:queue:{a}").equals("1"));

        long began = System.nanoTime();
        first.complete(null);
        Await.until(() -> inside.get() == 6);
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        second.complete(null);
        calls.forEach(Await::value);
        return time;
    }

    /** The first ones stay until all three places are taken: on a busy machine, they might never be otherwise. */
    private Void section(Lease lease) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        Await.until(() -> most.get() >= 3);
        Await.pass(Duration.ofMillis(2));
        inside.decrementAndGet();
        return null;
    }
}

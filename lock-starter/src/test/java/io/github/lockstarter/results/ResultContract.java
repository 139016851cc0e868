package io.github.lockstarter.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

/** A locked method covers its work, whatever kind of result it has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ResultContract {

    private static final int ROUNDS = Rounds.of(100, 1_000);

    private static final String FOREIGN = "0123@another";

    private RedisServer server;

    private ConfigurableApplicationContext context;

    private Works works;

    /** The class of the bean, and what makes its methods known. */
    protected abstract Class<?> bean();

    protected abstract Works works(Object bean);

    /** Whether a cancellation has come to the call when its caller has cancelled it. */
    protected boolean cancelsAtOnce() {
        return true;
    }

    @BeforeAll
    void start() {
        server = RedisServer.start();
        context = contextOn(server);
        works = works(context.getBean(bean()));
    }

    @AfterAll
    void end() {
        context.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        server.command("FLUSHALL");
    }

    @Test
    void itIsHeldUntilTheWorkIsCompletedAndReleasedBeforeTheResult() {
        Work work = new Work();
        Call call = works.locked("a", work);
        await(work);
        assertThat(isHeld("a")).isTrue();
        assertThat(failure(works.once("a", new Work()))).isInstanceOf(LockNotAcquiredException.class);
        assertThat(call.result()).isNotDone();

        work.end().complete("done");

        assertThat(value(call)).isEqualTo("done");
        assertThat(isHeld("a")).isFalse();
    }

    @Test
    void itIsReleasedWhenTheWorkFails() {
        Work work = new Work();
        Call call = works.locked("a", work);
        await(work);
        assertThat(isHeld("a")).isTrue();

        work.end().completeExceptionally(new UnsupportedOperationException("on purpose"));

        assertThat(failure(call))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("on purpose");
        assertThat(isHeld("a")).isFalse();
    }

    @Test
    void itIsReleasedWhenTheCallIsCancelledWithItsWork() {
        Work work = new Work();
        Call call = works.locked("a", work);
        await(work);

        call.cancellation().run();

        assertThat(failure(call)).isInstanceOf(CancellationException.class);
        Await.until(() -> work.end().isCancelled());
        Await.until(() -> !isHeld("a"));
    }

    @Test
    void aCallThatIsCancelledWhileItWaitsDoesNotBegin() {
        Work first = new Work();
        Call holding = works.locked("a", first);
        await(first);
        Work second = new Work();
        Call waiting = works.locked("a", second);
        waiting.cancellation().run();
        first.end().complete("done");
        assertThat(value(holding)).isEqualTo("done");

        Work third = new Work();
        Call call = works.locked("a", third);
        await(third);
        third.end().complete("third");

        assertThat(value(call)).isEqualTo("third");
        assertThat(second.hasBegun() && (cancelsAtOnce() || !second.end().isCancelled()))
                .isFalse();
        Await.until(() -> TestRedis.lockKeys(server).isEmpty());
    }

    @Test
    void aLostLeaseCancelsTheWorkAndTellsTheCaller() {
        Work work = new Work();
        Call call = works.interrupted("a", work);
        await(work);

        steal("a");

        Throwable failure = failure(call);
        assertThat(failure).isInstanceOf(LeaseLostException.class);
        assertThat(((LeaseLostException) failure).keys()).containsExactly("a");
        assertThat(work.end()).isCancelled();
        assertThat(server.command("GET", "lock:{a}")).isEqualTo(FOREIGN);
    }

    @Test
    void aLostLeaseIsToldAfterTheWorkUnlessItIsToBeCancelled() {
        Work work = new Work();
        Call call = works.signalled("a", work);
        await(work);
        steal("a");
        Await.pass(Duration.ofMillis(500));
        assertThat(call.result()).isNotDone();
        assertThat(work.end()).isNotDone();

        work.end().complete("done");

        Throwable failure = failure(call);
        assertThat(failure).isInstanceOf(LeaseLostException.class);
        assertThat(((LeaseLostException) failure).methodCompleted()).isTrue();
        assertThat(server.command("GET", "lock:{a}")).isEqualTo(FOREIGN);
    }

    @Test
    void aBusyLockIsToldOrSkippedOrFallenBackFromAndTheWorkIsNotBegun() {
        steal("a");
        Work work = new Work();

        assertThat(failure(works.once("a", work)))
                .isInstanceOf(LockNotAcquiredException.class)
                .hasMessageContaining("another");
        assertThat(value(works.skipping("a", work))).isNull();
        assertThat(value(works.fallingBack("a", work))).isEqualTo("instead of a");

        assertThat(work.hasBegun()).isFalse();
        assertThat(server.command("GET", "lock:{a}")).isEqualTo(FOREIGN);
    }

    @Test
    void aFreeLockIsNotSkipped() {
        Work skipping = new Work();
        Call first = works.skipping("a", skipping);
        await(skipping);
        skipping.end().complete("first");
        assertThat(value(first)).isEqualTo("first");
        Work fallingBack = new Work();
        Call second = works.fallingBack("a", fallingBack);
        await(fallingBack);
        fallingBack.end().completeExceptionally(new UnsupportedOperationException("on purpose"));
        assertThat(failure(second)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void redisThatIsNotThereIsToldOrFallenBackFromAndTheWorkIsNotBegun() {
        RedisServer gone = RedisServer.start();
        gone.close();
        try (ConfigurableApplicationContext without = contextOn(gone)) {
            Works unavailable = works(without.getBean(bean()));
            Work work = new Work();

            assertThat(failure(unavailable.once("a", work))).isInstanceOf(LockStoreException.class);
            assertThat(failure(unavailable.skipping("a", work))).isInstanceOf(LockStoreException.class);
            assertThat(value(unavailable.fallingBack("a", work))).isEqualTo("instead of a");

            assertThat(work.hasBegun()).isFalse();
        }
    }

    @Test
    void redisThatIsGoneWhenTheWorkIsCompletedDoesNotChangeTheResult() {
        Work work = new Work();
        Call call = works.locked("a", work);
        await(work);
        server.suspend();
        try {
            long completed = System.nanoTime();
            work.end().complete("done");
            assertThat(value(call)).isEqualTo("done");
            // Not before the answer to the release is given up.
            assertThat(Duration.ofNanos(System.nanoTime() - completed)).isGreaterThan(Duration.ofMillis(900));
        } finally {
            server.resume();
        }
        Await.until(() -> !isHeld("a"));
    }

    @Test
    void thoseThatAreCompletedLeaveNothing() {
        AtomicInteger inside = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            Work work = new Work(inside);
            Call call = works.locked("a", work);
            await(work);
            work.end().complete("done " + round);
            assertThat(value(call)).isEqualTo("done " + round);
            assertThat(work.most()).isEqualTo(1);
        }
        assertThat(TestRedis.lockKeys(server)).isEmpty();
    }

    @Test
    void thoseThatAreCancelledLeaveNothing() {
        AtomicInteger inside = new AtomicInteger();
        int begun = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Work work = new Work(inside);
            Call call = works.locked("a", work);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_500_000));
            call.cancellation().run();
            assertThat(failure(call)).isNotInstanceOf(LockNotAcquiredException.class);
            begun += work.hasBegun() ? 1 : 0;
            assertThat(work.most()).isLessThanOrEqualTo(1);
        }
        Figures.print(getClass().getSimpleName() + ": of " + ROUNDS + " that were cancelled, " + begun + " had begun");
        Await.until(() -> TestRedis.lockKeys(server).isEmpty());
        Await.until(() -> inside.get() == 0);
        assertThat(begun).isBetween(1, ROUNDS - 1);
    }

    private ConfigurableApplicationContext contextOn(RedisServer redis) {
        return Contexts.started(redis, bean(), "distributed-lock.retries=100");
    }

    private void steal(String key) {
        server.command("SET", "lock:{" + key + "}", FOREIGN, "PX", "60000");
    }

    private boolean isHeld(String key) {
        return server.command("EXISTS", "lock:{" + key + "}").equals("1");
    }

    private static void await(Work work) {
        Await.value(work.begun());
    }

    private static @Nullable Object value(Call call) {
        return Await.value(call.result());
    }

    private static Throwable failure(Call call) {
        Throwable failure = catchThrowable(() -> call.result().get(10, TimeUnit.SECONDS));
        return failure instanceof CancellationException ? failure : cause(failure.getCause());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

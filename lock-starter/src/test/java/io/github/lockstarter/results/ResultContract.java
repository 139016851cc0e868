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
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Objects;
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
import org.springframework.util.ReflectionUtils;

/** A locked method covers its work, whatever kind of result it has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ResultContract {

    private static final int ROUNDS = Rounds.of(100, 1_000);

    private static final String FOREIGN = "0123@another";

    private RedisServer server;

    private ConfigurableApplicationContext context;

    private Object methods;

    /**
     * The class of a bean with these methods, each of which takes a key and a {@link Work}, begins that and ends with it:
     *
     * <ul>
     *   <li>{@code locked}: {@code key = "#key", ttl = "10s"}
     *   <li>{@code interrupted}: {@code ttl = "400ms", renew = true, onLost = INTERRUPT}
     *   <li>{@code signalled}: {@code ttl = "400ms", renew = true}
     *   <li>{@code once}: {@code retries = 0}
     *   <li>{@code skipping}: {@code retries = 0, onBusy = SKIP}
     *   <li>{@code fallingBack}: {@code retries = 0, fallback = "instead"}, which returns {@code "instead of " + key}
     * </ul>
     */
    protected abstract Class<?> bean();

    /** Calls one of the methods. */
    protected abstract Call call(Object bean, String method, String key, Work work);

    /** What one of the methods returns. */
    protected static Object returned(Object bean, String method, String key, Work work) {
        Method found = ReflectionUtils.findMethod(bean.getClass(), method, String.class, Work.class);
        return ReflectionUtils.invokeMethod(Objects.requireNonNull(found), bean, key, work);
    }

    /** Whether a cancellation has come to the call when its caller has cancelled it. */
    protected boolean cancelsAtOnce() {
        return true;
    }

    @BeforeAll
    void start() {
        server = RedisServer.start();
        context = contextOn(server);
        methods = context.getBean(bean());
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
        Call call = call("locked", work);
        await(work);
        assertThat(isHeld("a")).isTrue();
        assertThat(failure(call("once", new Work()))).isInstanceOf(LockNotAcquiredException.class);
        assertThat(call.result()).isNotDone();

        work.end().complete("done");

        assertThat(value(call)).isEqualTo("done");
        assertThat(isHeld("a")).isFalse();
    }

    @Test
    void itIsReleasedWhenTheWorkFails() {
        Work work = new Work();
        Call call = call("locked", work);
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
        Call call = call("locked", work);
        await(work);

        call.cancellation().run();

        assertThat(failure(call)).isInstanceOf(CancellationException.class);
        Await.until(() -> work.end().isCancelled());
        Await.until(() -> !isHeld("a"));
    }

    @Test
    void aCallThatIsCancelledWhileItWaitsDoesNotBegin() {
        Work first = new Work();
        Call holding = call("locked", first);
        await(first);
        Work second = new Work();
        Call waiting = call("locked", second);
        waiting.cancellation().run();
        first.end().complete("done");
        assertThat(value(holding)).isEqualTo("done");

        Work third = new Work();
        Call call = call("locked", third);
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
        Call call = call("interrupted", work);
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
        Call call = call("signalled", work);
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

        assertThat(failure(call("once", work)))
                .isInstanceOf(LockNotAcquiredException.class)
                .hasMessageContaining("another");
        assertThat(value(call("skipping", work))).isNull();
        assertThat(value(call("fallingBack", work))).isEqualTo("instead of a");

        assertThat(work.hasBegun()).isFalse();
        assertThat(server.command("GET", "lock:{a}")).isEqualTo(FOREIGN);
    }

    @Test
    void aFreeLockIsNotSkipped() {
        Work skipping = new Work();
        Call first = call("skipping", skipping);
        await(skipping);
        skipping.end().complete("first");
        assertThat(value(first)).isEqualTo("first");
        Work fallingBack = new Work();
        Call second = call("fallingBack", fallingBack);
        await(fallingBack);
        fallingBack.end().completeExceptionally(new UnsupportedOperationException("on purpose"));
        assertThat(failure(second)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void redisThatIsNotThereIsToldOrFallenBackFromAndTheWorkIsNotBegun() {
        RedisServer gone = RedisServer.start();
        gone.close();
        try (ConfigurableApplicationContext without = contextOn(gone)) {
            Object unavailable = without.getBean(bean());
            Work work = new Work();

            assertThat(failure(call(unavailable, "once", "a", work))).isInstanceOf(LockStoreException.class);
            assertThat(failure(call(unavailable, "skipping", "a", work))).isInstanceOf(LockStoreException.class);
            assertThat(value(call(unavailable, "fallingBack", "a", work))).isEqualTo("instead of a");

            assertThat(work.hasBegun()).isFalse();
        }
    }

    @Test
    void redisThatIsGoneWhenTheWorkIsCompletedDoesNotChangeTheResult() {
        Work work = new Work();
        Call call = call("locked", work);
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
            Call call = call("locked", work);
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
            Call call = call("locked", work);
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

    /** For the key {@code a}. */
    private Call call(String method, Work work) {
        return call(methods, method, "a", work);
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

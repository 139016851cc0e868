package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.OddStore;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls of one JVM that want one lock. */
@Tag("without-spring")
class LineTests {

    private static final LockRequest REQUEST =
            LockRequest.of("a").waitTime(Duration.ofSeconds(20)).retryDelay(Duration.ofMillis(50));

    private final List<LockTemplate> templates = new ArrayList<>();

    @AfterEach
    void end() {
        templates.forEach(LockTemplate::close);
    }

    @Test
    void getTheLockInTheOrderTheyCame() {
        LockTemplate locks = on(new InMemoryLockStore());
        Lease held = locks.acquire(REQUEST);
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            calls.add(waiting(() -> {
                try (Lease lease = locks.acquire(REQUEST)) {
                    order.add(number);
                }
            }));
        }

        held.close();

        calls.forEach(Await::value);
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(locks.isIdle()).isTrue();
    }

    @Test
    void takeOverThePlaceOfOneWhoLeaves() {
        AsCounted store = new AsCounted();
        LockTemplate locks = on(store);
        Lease elsewhere = on(store).acquire(REQUEST);
        CompletableFuture<Lease> brief = calling(locks, REQUEST.waitTime(Duration.ofMillis(200)));
        Await.until(() -> store.asked.get() > 1);
        CompletableFuture<Lease> patient = calling(locks, REQUEST);
        assertThat(brief).failsWithin(Duration.ofSeconds(5));

        assertThat(store.withdrawn).hasValue(0);
        elsewhere.close();

        Await.value(patient).close();
        assertThat(locks.isIdle()).isTrue();
    }

    @Test
    void leaveNothingWhenTheLastOneLeaves() {
        AsCounted store = new AsCounted();
        LockTemplate locks = on(store);
        Lease elsewhere = on(store).acquire(REQUEST);

        assertThat(catchThrowableOfType(
                        LockNotAcquiredException.class, () -> locks.acquire(REQUEST.waitTime(Duration.ofMillis(120)))))
                .isNotNull();

        // Who tells the last one to leave withdraws the ticket after that, on a thread of its own.
        Await.until(locks::isIdle);
        assertThat(store.withdrawn).hasValue(1);
        elsewhere.close();
    }

    @Test
    void leaveFromTheMiddleWithoutADelayForTheOthers() throws Exception {
        LockTemplate locks = on(new InMemoryLockStore());
        Lease held = locks.acquire(REQUEST);
        CompletableFuture<Lease> first = calling(locks, REQUEST);
        Await.until(() -> waitingIn(locks) == 1);
        CompletableFuture<Throwable> interrupted = new CompletableFuture<>();
        Thread second = new Thread(() -> interrupted.complete(
                catchThrowableOfType(LockInterruptedException.class, () -> locks.acquire(REQUEST))));
        second.start();
        Await.until(() -> second.getState() == Thread.State.TIMED_WAITING);
        CompletableFuture<Lease> third = calling(locks, REQUEST);

        second.interrupt();
        assertThat(Await.value(interrupted)).isNotNull();
        held.close();

        Await.value(first).close();
        Await.value(third).close();
        assertThat(locks.isIdle()).isTrue();
    }

    @Test
    void areToldWhoHoldsTheLockWhenThatIsOneOfTheirOwn() {
        LockTemplate locks = on(new InMemoryLockStore());
        Lease held = locks.acquire(REQUEST);

        LockNotAcquiredException busy = catchThrowableOfType(
                LockNotAcquiredException.class, () -> locks.acquire(REQUEST.waitTime(Duration.ofMillis(30))));

        assertThat(busy.attempts()).isZero();
        assertThat(busy.owner())
                .hasValueSatisfying(owner ->
                        assertThat(owner).contains(":" + ProcessHandle.current().pid() + ":"));
        assertThat(busy).hasMessageMatching("Lock 'a' \\(unnamed\\) not acquired in \\d+ ms: held by .*");
        held.close();
    }

    @Test
    void areBusyAtOnceWhereTooManyWait() {
        LockTemplate locks = on(new InMemoryLockStore(), new LineLimits(2, Duration.ZERO));
        Lease held = locks.acquire(REQUEST);
        CompletableFuture<Lease> first = calling(locks, REQUEST);
        CompletableFuture<Lease> second = calling(locks, REQUEST);
        Await.until(() -> waitingIn(locks) == 2);

        LockNotAcquiredException busy =
                catchThrowableOfType(LockNotAcquiredException.class, () -> locks.acquire(REQUEST));

        assertThat(busy)
                .hasMessage("Lock 'a' (unnamed) not acquired: 2 calls of this JVM already wait for it, as many as "
                        + "distributed-lock.max-waiters allows. The method has not run");
        assertThat(busy.waited()).isLessThan(Duration.ofSeconds(5));
        held.close();
        Await.value(first).close();
        Await.value(second).close();
    }

    @Test
    void goOnWhenALeaseIsLostWithoutWaitingForItsRelease() {
        LockTemplate locks = on(new InMemoryLockStore());
        Lease held = locks.acquire(REQUEST.ttl(Duration.ofMillis(200)));
        CompletableFuture<Lease> next = calling(locks, REQUEST);

        Lease lease = Await.value(next);

        assertThat(held.isValid()).isFalse();
        held.close();
        assertThat(lease.isValid()).isTrue();
        lease.close();
        assertThat(locks.isIdle()).isTrue();
    }

    @Test
    void passTheLockOnWithATtlAndAFencingTokenOfItsOwnForEach() {
        LockTemplate locks = on(new InMemoryLockStore());
        Lease held = locks.acquire(REQUEST.ttl(Duration.ofSeconds(2)));
        CompletableFuture<Lease> next = calling(locks, REQUEST.ttl(Duration.ofSeconds(9)));
        Await.until(() -> waitingIn(locks) == 1);

        held.close();

        Lease lease = Await.value(next);
        assertThat(lease.remaining()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(9));
        assertThat(lease.fencingToken()).isGreaterThan(held.fencingToken());
        lease.close();
    }

    @Test
    void getOnWhenTheHandOverIsNotAnswered() {
        StalledStore store = new StalledStore();
        LockTemplate locks = on(store);
        Lease held = locks.acquire(REQUEST.ttl(Duration.ofMinutes(1)));
        CompletableFuture<Lease> next = calling(locks, REQUEST);
        Await.until(() -> waitingIn(locks) == 1);
        store.stall();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(held::close);
        Await.until(store::isAsked);
        store.goOn();

        Await.value(closing);
        Await.value(next).close();
        store.answer();
        Await.until(() -> on(store).tryAcquire(REQUEST).isPresent());
    }

    @Test
    void getOnWhenTheHandOverIsRefused() {
        RecordingListener listener = new RecordingListener();
        LockTemplate locks = on(
                new OddStore() {
                    @Override
                    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
                        return next == null
                                ? super.release(held, null)
                                : CompletableFuture.failedFuture(
                                        new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "OOM", null));
                    }
                },
                LineLimits.DEFAULTS,
                listener);
        Lease held = locks.acquire(REQUEST);
        CompletableFuture<Lease> next = calling(locks, REQUEST);
        Await.until(() -> waitingIn(locks) == 1);

        held.close();

        assertThat(listener.events()).contains("released");
        Await.value(next).close();
    }

    @Test
    void getOnWhereTheStoreHandsNothingOver() {
        LockTemplate locks = on(new OddStore() {
            @Override
            public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
                return super.release(held, null);
            }
        });
        Lease held = locks.acquire(REQUEST);
        CompletableFuture<Lease> next = calling(locks, REQUEST);
        Await.until(() -> waitingIn(locks) == 1);

        held.close();

        Await.value(next).close();
    }

    @Test
    void areGivenWhatTheyNeedWhenTheLockWasAskedForOneWhoNeedsLess() throws Exception {
        StalledStore store = new StalledStore();
        LockTemplate locks = on(store);
        store.stall();
        Thread brief = new Thread(() -> catchThrowableOfType(
                LockInterruptedException.class, () -> locks.acquire(REQUEST.ttl(Duration.ofSeconds(2)))));
        brief.start();
        Await.until(store::isAsked);
        CompletableFuture<Lease> next = calling(locks, REQUEST.ttl(Duration.ofSeconds(9)));
        Await.until(() -> waitingIn(locks) == 2);
        brief.interrupt();
        brief.join(5_000);

        store.answer();

        Lease lease = Await.value(next);
        assertThat(lease.remaining()).isGreaterThan(Duration.ofSeconds(7));
        lease.close();
    }

    @Test
    void takeAGrantThatComesLateButInTime() {
        StalledStore store = new StalledStore();
        LockTemplate locks = on(store);
        store.stall();
        CompletableFuture<Lease> call =
                calling(locks, REQUEST.ttl(Duration.ofSeconds(4)).retryDelay(Duration.ofSeconds(10)));
        Await.until(store::isAsked);
        Await.pass(Duration.ofMillis(1_200));

        store.answerTheFirst();

        Lease lease = Await.value(call);
        assertThat(lease.remaining()).isBetween(Duration.ofMillis(1), Duration.ofMillis(2_800));
        store.answer();
        lease.close();
    }

    @Test
    void goBeforeOtherJvmsForTheirPassBudget() {
        assertThat(firstAfter(new LineLimits(10, Duration.ofMinutes(1)))).isEqualTo("here");
    }

    @Test
    void letOtherJvmsComeFirstWithoutOne() {
        assertThat(firstAfter(new LineLimits(10, Duration.ZERO))).isEqualTo("elsewhere");
    }

    private String firstAfter(LineLimits limits) {
        AsCounted store = new AsCounted();
        LockTemplate locks = on(store, limits);
        LockTemplate elsewhere = on(store, limits);
        Lease held = locks.acquire(REQUEST);
        List<String> order = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> there = waiting(() -> {
            try (Lease lease = elsewhere.acquire(REQUEST)) {
                order.add("elsewhere");
            }
        });
        Await.until(() -> store.busy.get() > 0);
        CompletableFuture<Void> here = waiting(() -> {
            try (Lease lease = locks.acquire(REQUEST)) {
                order.add("here");
            }
        });
        held.close();
        Await.value(here);
        Await.value(there);
        return order.get(0);
    }

    private LockTemplate on(LockStore store) {
        return on(store, LineLimits.DEFAULTS);
    }

    private LockTemplate on(LockStore store, LineLimits limits, RecordingListener... listeners) {
        LockTemplate locks =
                new LockTemplate(store, RedisLocks.DEFAULTS, limits, List.of(listeners), List.of(), OuterWork.NONE);
        templates.add(locks);
        return locks;
    }

    private static CompletableFuture<Lease> calling(LockTemplate locks, LockRequest request) {
        CompletableFuture<Lease> lease = new CompletableFuture<>();
        waiting(() -> {
            try {
                lease.complete(locks.acquire(request));
            } catch (Throwable e) {
                lease.completeExceptionally(e);
            }
        });
        return lease;
    }

    /** Runs a call on a thread of its own, and returns when that waits. */
    private static CompletableFuture<Void> waiting(Runnable call) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            call.run();
            done.complete(null);
        });
        thread.start();
        Await.until(() -> thread.getState() == Thread.State.TIMED_WAITING || done.isDone());
        return done;
    }

    private static int waitingIn(LockTemplate locks) {
        return locks.waiting("a");
    }

    /** Counts what it is asked. */
    private static final class AsCounted extends OddStore {

        private final AtomicInteger asked = new AtomicInteger();

        private final AtomicInteger busy = new AtomicInteger();

        private final AtomicInteger withdrawn = new AtomicInteger();

        @Override
        public CompletionStage<Answer> acquire(Acquire acquire) {
            asked.incrementAndGet();
            return super.acquire(acquire).whenComplete((answer, failure) -> {
                if (answer instanceof Busy && acquire.joinsLine()) {
                    busy.incrementAndGet();
                }
            });
        }

        @Override
        public CompletionStage<Void> withdraw(Acquire acquire) {
            withdrawn.incrementAndGet();
            return super.withdraw(acquire);
        }
    }
}

package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LineSteps.Call;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.StoreFailure.Kind;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How one call waits in line, with a thread and without: on a store that answers when a test says so. */
@Tag("without-spring")
class WaitInLineTests {

    private static final LockRequest SHARED = LineSteps.REQUEST.mode(LockMode.SHARED);

    private static final Set<String> HELD = Set.of("held-meanwhile");

    private final LineSteps steps = new LineSteps();

    private final ScriptedStore store = steps.store;

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

    private final AsyncThreads threads = new AsyncThreads(scheduler);

    @AfterEach
    void end() {
        threads.close();
        scheduler.shutdownNow();
        steps.close();
    }

    private Attempts attempts(LockTerms terms) {
        return new Attempts(
                terms,
                () -> new Ticket(
                        steps.runtime.store(),
                        steps.withdrawals,
                        terms.keys(),
                        steps.runtime.tokens().next(terms.permits())),
                ticket -> new SharedHold(steps.lines, terms.line(), ticket),
                steps.runtime.permitWarnings(),
                HELD);
    }

    @Nested
    class WithoutAThread {

        private AsyncLineAcquisition wait(LockRequest request) {
            LockTerms terms = steps.terms(request);
            Attempts first = terms.isExclusive() ? null : attempts(terms);
            return new AsyncLineAcquisition(steps.lines, steps.runtime.gate(), terms, first, HELD, threads);
        }

        private AsyncLineAcquisition started(LockRequest request) {
            AsyncLineAcquisition wait = wait(request);
            wait.start();
            return wait;
        }

        private Throwable failure(AsyncLineAcquisition wait) {
            Throwable thrown = catchThrowable(() -> wait.acquired().join());
            return thrown instanceof CompletionException ? thrown.getCause() : thrown;
        }

        private void awaitAsks(int number) {
            Await.until(() -> store.asks() == number);
        }

        @Test
        void oneOfSeveralAsksBeforeItStandsInLine() {
            AsyncLineAcquisition wait = started(SHARED);
            assertThat(steps.lines.size()).isZero();

            store.lastAsked().grant();

            Acquired acquired = Await.value(wait.acquired());
            assertThat(acquired.attempts()).isEqualTo(1);
            assertThat(acquired.hold().held().token())
                    .isEqualTo(store.lastAsked().token());
            assertThat(steps.lines.size()).isZero();
            assertThat(store.withdrawn()).isEmpty();
        }

        @Test
        void itStandsInLineIfThatWasBusy() {
            AsyncLineAcquisition wait = started(SHARED);

            store.lastAsked().busy();
            awaitAsks(2);
            assertThat(steps.lines.anyIn(steps.terms(SHARED).line())).isTrue();
            store.lastAsked().grant();

            assertThat(Await.value(wait.acquired()).attempts()).isEqualTo(2);
            assertThat(store.asked(1).token()).isNotEqualTo(store.asked(0).token());
        }

        @Test
        void itStandsInLineAtOnceIfOthersDo() {
            steps.join(SHARED);

            AsyncLineAcquisition wait = started(SHARED);

            assertThat(store.asks()).isEqualTo(1);
            store.lastAsked().grant();
            store.lastAsked().grant();
            assertThat(Await.value(wait.acquired()).attempts()).isEqualTo(1);
        }

        @Test
        void whatMayHaveBeenTakenBeforeIsWithdrawn() {
            AsyncLineAcquisition wait = started(SHARED);

            store.lastAsked().fail(Kind.UNKNOWN);
            awaitAsks(2);

            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
            assertThat(wait.acquired()).isNotDone();
        }

        @Test
        void aRefusalForGoodEndsIt() {
            AsyncLineAcquisition wait = started(SHARED);

            store.lastAsked().fail(Kind.REJECTED);

            assertThat(failure(wait)).isInstanceOf(LockStoreException.class);
            assertThat(steps.lines.size()).isZero();
            assertThat(store.asks()).isEqualTo(1);
        }

        @Test
        void itIsToldBusyWhereItsTimeWasOverByThen() {
            AsyncLineAcquisition wait = started(SHARED.waitTime(Duration.ofMillis(20)));
            Await.pass(Duration.ofMillis(25));

            store.lastAsked().busy();

            assertThat(failure(wait)).isInstanceOfSatisfying(LockNotAcquiredException.class, busy -> {
                assertThat(busy).hasMessageContaining("held-meanwhile");
                assertThat(busy.attempts()).isEqualTo(1);
            });
            assertThat(store.asks()).isEqualTo(1);
        }

        @Test
        void whoGivesUpMeanwhileStandsInNoLine() {
            AsyncLineAcquisition wait = started(SHARED);

            wait.giveUp();
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
            // What is under way is over with that, and goes on here.
            threads.close();

            assertThat(wait.acquired()).isCancelled();
            assertThat(store.asks()).isEqualTo(1);
            assertThat(steps.lines.size()).isZero();
        }

        @Test
        void whoGivesUpInLineLeavesIt() {
            AsyncLineAcquisition wait = started(LineSteps.REQUEST);
            assertThat(steps.lines.size()).isEqualTo(1);

            wait.giveUp();

            assertThat(steps.lines.size()).isZero();
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
            assertThat(wait.nextLook()).isNull();
        }

        @Test
        void whoHasGivenUpBeforeDoesNotAsk() {
            AsyncLineAcquisition wait = wait(LineSteps.REQUEST);
            wait.giveUp();

            wait.start();

            assertThat(store.asks()).isZero();
        }

        @Test
        void givingUpWhatWasGrantedHasNoEffect() {
            AsyncLineAcquisition wait = started(LineSteps.REQUEST);
            store.lastAsked().grant();
            Await.value(wait.acquired());

            wait.giveUp();

            assertThat(wait.acquired()).isCompleted();
            assertThat(store.withdrawn()).isEmpty();
        }

        @Test
        void whatIsGrantedAfterTheEndIsGivenBack() {
            AsyncLineAcquisition wait = started(LineSteps.REQUEST);
            steps.runtime.gate().close();

            store.lastAsked().grant();

            Await.until(() -> wait.acquired().isDone());
            assertThat(failure(wait)).isInstanceOf(LockStoreException.class).hasMessageContaining("shutting down");
            Await.until(() -> !store.withdrawn().isEmpty());
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
        }

        @Test
        void whatIsGrantedAfterItWasGivenUpIsGivenBack() {
            AsyncLineAcquisition wait = started(LineSteps.REQUEST);
            wait.acquired().cancel(false);

            store.lastAsked().grant();

            Await.until(() -> !store.withdrawn().isEmpty());
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
        }

        @Test
        void itIsLookedAtWhenItsTimeIsOver() {
            AsyncLineAcquisition wait = started(LineSteps.REQUEST.waitTime(Duration.ofMillis(20)));
            assertThat(wait.nextLook() - System.nanoTime())
                    .isBetween(
                            -Duration.ofSeconds(9).toNanos(),
                            Duration.ofMillis(20).toNanos());
            Await.pass(Duration.ofMillis(25));

            // It waits for the answer that is under way.
            assertThat(wait.nextLook() - System.nanoTime())
                    .isBetween(
                            Duration.ofSeconds(1).toNanos(),
                            Duration.ofSeconds(15).toNanos());
            assertThat(wait.acquired()).isNotDone();
            store.lastAsked().busy();

            assertThat(failure(wait)).isInstanceOf(LockNotAcquiredException.class);
            assertThat(wait.nextLook()).isNull();
        }

        @Test
        void itSaysWhatItIs() {
            assertThat(wait(LineSteps.REQUEST.name("Items-place"))).hasToString("a wait for [a] (Items-place)");
        }
    }

    @Nested
    class WithAThread {

        private LineAcquisition wait(LockRequest request) {
            LockTerms terms = steps.terms(request);
            Acquisition first = terms.isExclusive() ? null : new Acquisition(attempts(terms), steps.runtime.gate());
            return new LineAcquisition(steps.lines, steps.runtime.gate(), terms, first, HELD);
        }

        /** On a thread of its own: what it got, or what it was told. */
        private CompletableFuture<Acquired> waiting(LockRequest request) {
            int asks = store.asks();
            boolean alone = steps.lines.size() == 0;
            CompletableFuture<Acquired> outcome =
                    CompletableFuture.supplyAsync(() -> wait(request).await());
            if (alone) {
                Await.until(() -> store.asks() > asks);
            }
            return outcome;
        }

        private @Nullable Throwable failure(CompletableFuture<Acquired> outcome) {
            Await.until(outcome::isDone);
            Throwable thrown = catchThrowable(outcome::join);
            return thrown == null ? null : thrown.getCause();
        }

        @Test
        void oneOfSeveralAsksBeforeItStandsInLine() {
            CompletableFuture<Acquired> outcome = waiting(SHARED);
            assertThat(steps.lines.size()).isZero();

            store.lastAsked().grant();

            assertThat(Await.value(outcome).attempts()).isEqualTo(1);
            assertThat(store.withdrawn()).isEmpty();
        }

        @Test
        void itStandsInLineIfThatWasBusy() {
            CompletableFuture<Acquired> outcome = waiting(SHARED);

            store.lastAsked().busy();
            Await.until(() -> store.asks() == 2);
            store.lastAsked().grant();

            assertThat(Await.value(outcome).attempts()).isEqualTo(2);
        }

        @Test
        void itStandsInLineAtOnceIfOthersDo() {
            Call other = steps.join(SHARED);
            CompletableFuture<Acquired> outcome = waiting(SHARED);
            Await.until(() -> other.line().waiting() == 2);

            assertThat(store.asks()).isEqualTo(1);
            store.lastAsked().grant();
            store.lastAsked().grant();
            assertThat(Await.value(outcome).attempts()).isEqualTo(1);
        }

        @Test
        void aRefusalForGoodEndsIt() {
            CompletableFuture<Acquired> outcome = waiting(SHARED);

            store.lastAsked().fail(Kind.REJECTED);

            assertThat(failure(outcome)).isInstanceOf(LockStoreException.class);
            assertThat(store.asks()).isEqualTo(1);
        }

        @Test
        void itIsToldBusyWhereItsTimeWasOverByThen() {
            CompletableFuture<Acquired> outcome = waiting(SHARED.waitTime(Duration.ofMillis(20)));
            Await.pass(Duration.ofMillis(25));

            store.lastAsked().answer(new Busy("elsewhere", null));

            assertThat(failure(outcome)).isInstanceOfSatisfying(LockNotAcquiredException.class, busy -> {
                assertThat(busy).hasMessageContaining("held-meanwhile");
                assertThat(busy.attempts()).isEqualTo(1);
            });
            assertThat(store.asks()).isEqualTo(1);
        }

        @Test
        void whatIsGrantedAfterTheEndIsGivenBack() {
            CompletableFuture<Acquired> outcome = waiting(LineSteps.REQUEST);
            steps.runtime.gate().close();

            store.lastAsked().grant();

            assertThat(failure(outcome)).isInstanceOf(LockStoreException.class).hasMessageContaining("shutting down");
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
        }

        @Test
        void whatIsGrantedAfterTheEndBeforeItStandsInLineIsGivenBack() {
            CompletableFuture<Acquired> outcome = waiting(SHARED);
            steps.runtime.gate().close();

            store.lastAsked().grant();

            assertThat(failure(outcome)).isInstanceOf(LockStoreException.class).hasMessageContaining("shutting down");
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
        }

        @Test
        void whoIsInterruptedBeforeDoesNotAsk() {
            Thread.currentThread().interrupt();

            Throwable thrown = catchThrowable(() -> wait(LineSteps.REQUEST).await());

            assertThat(thrown).isInstanceOf(LockInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(store.asks()).isZero();
        }

        @Test
        void whoIsInterruptedMeanwhileLeavesTheLine() throws Exception {
            CompletableFuture<Throwable> told = new CompletableFuture<>();
            Thread thread = new Thread(() ->
                    told.complete(catchThrowable(() -> wait(LineSteps.REQUEST).await())));
            thread.start();
            Await.until(() -> thread.getState() == Thread.State.TIMED_WAITING);

            thread.interrupt();

            assertThat(Await.value(told)).isInstanceOf(LockInterruptedException.class);
            assertThat(steps.lines.size()).isZero();
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
        }

        @Test
        void whoWaitsInVainIsToldWhatWasHeardLast() {
            CompletableFuture<Acquired> outcome = waiting(LineSteps.REQUEST.waitTime(Duration.ofMillis(100)));

            store.lastAsked().busy();

            assertThat(failure(outcome)).isInstanceOf(LockNotAcquiredException.class);
            assertThat(steps.lines.size()).isZero();
        }
    }
}

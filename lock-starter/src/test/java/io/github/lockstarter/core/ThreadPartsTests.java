package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runs where, and what becomes of it when the threads end. */
@Tag("without-spring")
class ThreadPartsTests {

    private final PlannedTasks tasks = new PlannedTasks();

    @AfterEach
    void end() {
        tasks.shutdownNow();
    }

    @Nested
    class ThreadsOfAsynchronousCalls {

        private final AsyncThreads threads = new AsyncThreads(tasks);

        private final AtomicInteger done = new AtomicInteger();

        @AfterEach
        void end() {
            threads.close();
        }

        @Test
        void runAStepOnAThreadOfTheirOwn() {
            CompletableFuture<Thread> thread = new CompletableFuture<>();

            threads.step(() -> thread.complete(Thread.currentThread()));

            assertThat(Await.value(thread).getName()).startsWith("lock-starter-step-");
            assertThat(Await.value(thread).isDaemon()).isTrue();
            assertThat(Await.value(thread).getContextClassLoader()).isSameAs(AsyncThreads.class.getClassLoader());
        }

        @Test
        void runAStepHereOnceTheyHaveEnded() {
            threads.close();

            threads.step(done::incrementAndGet);

            assertThat(done).hasValue(1);
        }

        @Test
        void surviveAStepThatFails() {
            threads.close();

            assertThat(catchThrowable(() -> threads.step(() -> {
                        throw new IllegalStateException("as the test says");
                    })))
                    .isNull();
        }

        @Test
        void doLaterWhatIsNotCancelled() {
            threads.later(done::incrementAndGet, TimeUnit.SECONDS.toNanos(3));
            assertThat(tasks.planned())
                    .singleElement()
                    .satisfies(one -> assertThat(one.delay()).isEqualTo(TimeUnit.SECONDS.toNanos(3)));
            assertThat(done).hasValue(0);

            tasks.runNext();

            assertThat(done).hasValue(1);
        }

        @Test
        void doNotDoWhatIsCancelled() {
            AsyncThreads.Later later = threads.later(done::incrementAndGet, TimeUnit.SECONDS.toNanos(3));

            later.cancel();

            assertThat(tasks.planned()).isEmpty();
            later.run();
            threads.close();
            assertThat(done).hasValue(0);
        }

        @Test
        void doAtTheEndWhatWasToBeDoneLaterOnce() {
            threads.later(done::incrementAndGet, TimeUnit.SECONDS.toNanos(3));

            threads.close();
            tasks.runNext();

            assertThat(done).hasValue(1);
        }

        @Test
        void doAtOnceWhatIsToBeDoneLaterAfterTheEnd() {
            threads.close();
            threads.later(done::incrementAndGet, TimeUnit.SECONDS.toNanos(3));
            assertThat(done).hasValue(1);

            tasks.shutdownNow();
            threads.later(done::incrementAndGet, TimeUnit.SECONDS.toNanos(3));
            assertThat(done).hasValue(2);
        }

        @Test
        void runWhatIsNotOursElsewhereOrHereWhereTheyHaveEnded() {
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            threads.call(() -> thread.complete(Thread.currentThread()));
            assertThat(Await.value(thread).getName()).startsWith("lock-starter-call-");

            threads.close();
            threads.call(done::incrementAndGet);

            assertThat(done).hasValue(1);
            assertThatThrownBy(() -> threads.calls().execute(done::incrementAndGet))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Nested
    class ThreadsOfSignals {

        private final Signals signals = new Signals(tasks);

        @AfterEach
        void end() {
            signals.close();
        }

        @Test
        void runACallbackAndSurviveOneThatFails() {
            CompletableFuture<String> name = new CompletableFuture<>();
            signals.raise(() -> {
                throw new IllegalStateException("as the test says");
            });

            signals.raise(() -> name.complete(Thread.currentThread().getName()));

            assertThat(Await.value(name)).startsWith("lock-starter-signal-");
        }

        @Test
        void tellListenersInOrderOnOneThread() {
            CompletableFuture<String> first = new CompletableFuture<>();
            CompletableFuture<String> second = new CompletableFuture<>();
            signals.tell(() -> first.complete(Thread.currentThread().getName()));
            signals.tell(() -> {
                throw new IllegalStateException("as the test says");
            });
            signals.tell(() -> second.complete(Thread.currentThread().getName()));

            assertThat(Await.value(second)).isEqualTo(Await.value(first)).startsWith("lock-starter-listener-");
        }

        @Test
        void takeNothingMoreAfterTheEnd() {
            AtomicInteger done = new AtomicInteger();
            signals.close();

            signals.raise(done::incrementAndGet);
            signals.tell(done::incrementAndGet);

            assertThat(done).hasValue(0);
            assertThat(tasks.planned()).isEmpty();
        }
    }

    @Nested
    class WhatIsUnderWay {

        private final InFlight inFlight = new InFlight();

        @Test
        void isNothingAtFirst() {
            assertThat(inFlight.awaitNone(0)).isTrue();
        }

        @Test
        void isWaitedForNoLongerThanAsked() {
            inFlight.enter();
            long began = System.nanoTime();

            assertThat(inFlight.awaitNone(TimeUnit.MILLISECONDS.toNanos(30))).isFalse();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        }

        @Test
        void isWaitedForUntilItIsOver() {
            inFlight.enter();
            CompletableFuture<Boolean> waiting =
                    CompletableFuture.supplyAsync(() -> inFlight.awaitNone(TimeUnit.SECONDS.toNanos(20)));
            assertThat(waiting).isNotDone();

            inFlight.exit();

            assertThat(Await.value(waiting)).isTrue();
        }
    }

    @Nested
    class AnAnswer {

        @Test
        void isWaitedForByAnInterruptedThreadWhoseFlagStaysSet() throws Exception {
            Thread.currentThread().interrupt();

            String answer = Answers.awaitUntil(
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(5), CompletableFuture.completedFuture("done"));

            assertThat(answer).isEqualTo("done");
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void leavesAThreadThatWasNotInterruptedAsItWas() throws Exception {
            Answers.awaitUntil(System.nanoTime(), CompletableFuture.completedFuture("done"));

            assertThat(Thread.interrupted()).isFalse();
        }

        @Test
        void isNotWaitedForLongerThanAsked() {
            assertThatThrownBy(() -> Answers.awaitUntil(System.nanoTime(), new CompletableFuture<>()))
                    .isInstanceOf(TimeoutException.class);
        }

        @Test
        void thatIsAFailureIsToldAsItIs() {
            IllegalStateException failure = new IllegalStateException("reset");

            assertThatThrownBy(() -> Answers.awaitUntil(System.nanoTime(), CompletableFuture.failedFuture(failure)))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
            assertThat(Answers.cause(failure)).isSameAs(failure);
            assertThat(Answers.cause(new CompletionException(failure))).isSameAs(failure);
            CompletionException bare = new CompletionException("bare", null);
            assertThat(Answers.cause(bare)).isSameAs(bare);
        }
    }

    @Nested
    class ADeadline {

        @Test
        void isNeverLaterThanTheServersExpiryWhereTheClocksDifferByOnePerCent() {
            assertThat(Deadline.of(1_000, Duration.ofSeconds(10)))
                    .isEqualTo(1_000 + TimeUnit.MILLISECONDS.toNanos(9_900 - 2));
        }

        @Test
        void isAsFarAwayAsWantedForWhatIsAskedForByThatAndHardlyFarther() {
            for (long wanted : new long[] {1, 10, 99, 100, 1_000, 12_345, 86_400_000}) {
                Duration time = Duration.ofMillis(wanted);
                Duration lasting = Deadline.lastingFor(time);

                assertThat(Deadline.of(0, lasting)).isGreaterThanOrEqualTo(time.toNanos());
                assertThat(Deadline.of(0, lasting.minusMillis(3))).isLessThan(time.toNanos());
            }
        }
    }
}

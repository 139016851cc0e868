package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.OddStore;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes along with calls sees each of them begin and end, once, and can stop nothing. */
@Tag("without-spring")
class LockObserverTests {

    private static final LockRequest ONCE = LockRequest.of("a").name("once").retries(0);

    private final RecordingObserver observer = new RecordingObserver();

    private @Nullable LockTemplate locks;

    @AfterEach
    void end() {
        if (locks != null) {
            locks.close();
        }
    }

    @Test
    void aCallIsObservedFromItsBeginningToItsRelease() {
        locks(new OddStore()).execute(ONCE, lease -> observer.events().add("working"));

        assertThat(observer.events())
                .containsExactly(
                        "acquiring once [a] on " + Thread.currentThread().getName(),
                        "acquired after 1",
                        "opened",
                        "working",
                        "closed",
                        "released");
    }

    @Test
    void aLeaseThatIsBoundToNoThreadOpensNoScope() {
        locks(new OddStore()).acquire(ONCE).close();

        assertThat(observer.events()).hasSize(3).endsWith("acquired after 1", "released");
    }

    @Test
    void aNestedCallThatAcquiresNothingIsNotObserved() {
        LockTemplate template = locks(new OddStore());

        template.execute(ONCE, outer -> template.execute(ONCE, inner -> true));

        assertThat(observer.events()).hasSize(5);
    }

    @Test
    void busyUnavailableAndInterruptedAreToldApart() {
        LockTemplate busy = locks(new OddStore());
        try (Lease lease = busy.acquire(ONCE)) {
            observer.events().clear();
            assertThatThrownBy(() -> busy.acquire(ONCE)).isInstanceOf(LockNotAcquiredException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> busy.acquire(ONCE)).isInstanceOf(LockInterruptedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        busy.close();
        assertThatThrownBy(() -> locks(unavailable()).acquire(ONCE)).isInstanceOf(LockStoreException.class);

        assertThat(observer.events())
                .filteredOn(event -> event.startsWith("not acquired"))
                .containsExactly(
                        "not acquired: LockNotAcquiredException",
                        "not acquired: LockInterruptedException",
                        "not acquired: LockStoreException");
    }

    @Test
    void anAsynchronousCallBeginsOnTheCallersThread() {
        Await.value(locks(new OddStore()).executeAsync(ONCE, lease -> CompletableFuture.completedFuture("done")));

        Await.until(() -> observer.events().size() == 5);
        assertThat(observer.events())
                .containsExactly(
                        "acquiring once [a] on " + Thread.currentThread().getName(),
                        "acquired after 1",
                        "opened",
                        "closed",
                        "released");
    }

    @Test
    void oneThatIsCancelledWhileItWaitsEndsToo() {
        LockTemplate template = locks(new OddStore());
        try (Lease lease = template.acquire(ONCE)) {
            CompletableFuture<Lease> waiting = template.acquireAsync(
                            LockRequest.of("a").waitTime(Duration.ofMinutes(1)))
                    .toCompletableFuture();
            Await.until(() -> template.here().waitingCount() == 1);

            waiting.cancel(true);

            Await.until(() -> observer.events().contains("not acquired: CancellationException"));
        }
    }

    @Test
    void aLostLeaseEndsWhenItIsLostAndOnlyThen() {
        LockTemplate template = locks(new OddStore());

        assertThatThrownBy(() -> template.execute(ONCE.ttl(Duration.ofMillis(100)), lease -> {
                    Await.until(() -> observer.events().contains("lost: EXPIRED"));
                    return true;
                }))
                .isInstanceOf(LeaseLostException.class);

        assertThat(observer.events()).endsWith("opened", "lost: EXPIRED", "closed");
    }

    @Test
    void whatShowsAtTheReleaseOnlyIsALossToo() {
        LockTemplate template = locks(releasing(CompletableFuture.completedFuture(Release.NOT_OURS)));

        assertThatThrownBy(() -> template.execute(ONCE, lease -> true)).isInstanceOf(LeaseLostException.class);

        assertThat(observer.events()).endsWith("closed", "lost: REFUSED");
    }

    @Test
    void aReleaseWithoutAnAnswerIsNeitherReleasedNorLost() {
        locks(releasing(CompletableFuture.failedFuture(new IllegalStateException("no"))))
                .execute(ONCE, lease -> true);

        assertThat(observer.events()).endsWith("closed", "release unanswered");
    }

    @Test
    void aSlowListenerKeepsNoneFromItsEnd() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        LockListener slow = new LockListener() {

            @Override
            public void released(Lease lease) {
                awaitQuietly(held);
            }
        };
        LockTemplate template = new LockTemplate(
                new OddStore(),
                RedisLocks.DEFAULTS,
                LineLimits.DEFAULTS,
                List.of(slow),
                List.of(observer),
                OuterWork.NONE);
        locks = template;
        try {
            for (int i = 0; i < 20; i++) {
                Await.value(template.executeAsync(
                        LockRequest.of("item:" + i), lease -> CompletableFuture.completedFuture("done")));
            }

            Await.until(
                    () -> observer.events().stream().filter("released"::equals).count() == 20);
        } finally {
            held.countDown();
        }
    }

    @Test
    void whatEndsAfterTheLocksAreClosedIsToldToo() {
        LockTemplate template = locks(new OddStore());
        CompletableFuture<String> work = new CompletableFuture<>();
        template.executeAsync(ONCE, lease -> work);
        Await.until(() -> observer.events().contains("opened"));

        template.close();
        work.complete("done");

        Await.until(() -> observer.events().contains("released"));
    }

    @Test
    void oneThatBlocksHoldsUpNoOtherCall() {
        CountDownLatch held = new CountDownLatch(1);
        LockObserver blocking = (name, keys) -> new LockObserver.Acquiring() {

            @Override
            public LockObserver.Holding acquired(Lease lease, int attempts, long waitedNanos) {
                awaitQuietly(held);
                return LockObserver.Holding.UNOBSERVED;
            }

            @Override
            public void notAcquired(Throwable failure) {
                awaitQuietly(held);
            }

            private void awaitQuietly(CountDownLatch latch) {
                if (name.equals("blocked")) {
                    LockObserverTests.awaitQuietly(latch);
                }
            }
        };
        LockTemplate template = new LockTemplate(
                new OddStore(), RedisLocks.DEFAULTS, LineLimits.DEFAULTS, List.of(), List.of(blocking), OuterWork.NONE);
        locks = template;
        try (Lease busy = template.acquire(LockRequest.of("busy"))) {
            for (int i = 0; i < 4; i++) {
                template.acquireAsync(LockRequest.of("item:" + i).name("blocked"));
                template.acquireAsync(LockRequest.of("busy").name("blocked").retries(0));
            }

            assertThat(Await.<String>value(template.executeAsync(
                            LockRequest.of("b"), lease -> CompletableFuture.completedFuture("done"))))
                    .isEqualTo("done");
        } finally {
            held.countDown();
        }
    }

    @Test
    void severalAreToldAlike() {
        RecordingObserver other = new RecordingObserver();
        LockTemplate template = new LockTemplate(
                new OddStore(),
                RedisLocks.DEFAULTS,
                LineLimits.DEFAULTS,
                List.of(),
                List.of(observer, other),
                OuterWork.NONE);
        locks = template;

        template.execute(ONCE, lease -> true);

        assertThat(other.events()).isEqualTo(observer.events()).hasSize(5);
    }

    @Test
    void aCallThatIsGivenUpBeforeItsWorkBeganEnds() {
        LockTemplate template = locks(new OddStore());
        List<Runnable> later = new CopyOnWriteArrayList<>();
        CompletableFuture<String> call = template.<String>executeAsync(
                        ONCE, lease -> CompletableFuture.completedFuture("done"), later::add)
                .toCompletableFuture();
        Await.until(() -> !later.isEmpty());

        call.cancel(true);

        Await.until(() -> observer.events().contains("not acquired: CancellationException"));
        assertThat(observer.events()).hasSize(2);
    }

    @Test
    void oneThatFailsChangesNothing() {
        LockTemplate template = new LockTemplate(
                new OddStore(),
                RedisLocks.DEFAULTS,
                LineLimits.DEFAULTS,
                List.of(),
                List.of((name, keys) -> {
                    throw new IllegalStateException("observer");
                }),
                OuterWork.NONE);
        locks = template;

        assertThat(template.<String>execute(ONCE, lease -> "done")).isEqualTo("done");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LockTemplate locks(LockStore store) {
        LockTemplate template = new LockTemplate(
                store, RedisLocks.DEFAULTS, LineLimits.DEFAULTS, List.of(), List.of(observer), OuterWork.NONE);
        locks = template;
        return template;
    }

    private static LockStore unavailable() {
        return new OddStore() {

            @Override
            public CompletionStage<Answer> acquire(Acquire acquire) {
                return CompletableFuture.failedFuture(
                        new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "not there", null));
            }
        };
    }

    private static LockStore releasing(CompletionStage<Release> answer) {
        return new OddStore() {

            @Override
            public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
                return answer;
            }
        };
    }
}

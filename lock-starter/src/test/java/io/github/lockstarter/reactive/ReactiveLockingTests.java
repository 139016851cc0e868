package io.github.lockstarter.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Locked subscriptions, on a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveLockingTests {

    private final RedisServer server = TestRedis.empty();

    private ConfigurableApplicationContext context;

    private Service service;

    private ReactiveLockOperations locks;

    private LockOperations blocking;

    @BeforeAll
    void start() {
        context = Contexts.started(server, Service.class, "distributed-lock.retries=200");
        service = context.getBean(Service.class);
        locks = context.getBean(ReactiveLockOperations.class);
        blocking = context.getBean(LockOperations.class);
    }

    @AfterAll
    void end() {
        context.close();
    }

    @BeforeEach
    void empty() {
        server.command("FLUSHALL");
        begun.set(false);
        ended.set(false);
        heldAtTheEnd.set(false);
        service.fencingTokens().clear();
        service.most().set(0);
    }

    @Nested
    class EachSubscription {

        @Test
        void acquiresTheLockAnewAndRunsTheMethodThen() {
            Mono<String> mono = service.mono("a");
            assertThat(service.fencingTokens()).isEmpty();

            assertThat(mono.block()).isEqualTo("of a");
            assertThat(mono.block()).isEqualTo("of a");

            assertThat(service.fencingTokens())
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }

        @Test
        void ofAFluxToo() {
            Flux<Integer> flux = service.numbers("a", 3);

            assertThat(flux.collectList().block()).containsExactly(0, 1, 2);
            assertThat(flux.collectList().block()).containsExactly(0, 1, 2);

            assertThat(service.fencingTokens())
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }

        @Test
        void isRetriedWithALockOfItsOwn() {
            AtomicInteger attempts = new AtomicInteger();

            assertThat(locks.execute("a", lease -> {
                                service.fencingTokens().add(lease.fencingToken());
                                return attempts.incrementAndGet() < 3
                                        ? Mono.error(new IllegalStateException("on purpose"))
                                        : Mono.just("done");
                            })
                            .retry(5)
                            .block())
                    .isEqualTo("done");

            assertThat(service.fencingTokens())
                    .hasSize(3)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }

        @Test
        void seesTheContextOfItsSubscriberAndTheLease() {
            String seen = locks.execute(
                            "a",
                            lease -> Mono.deferContextual(own -> ReactiveCurrentLease.require()
                                    .map(current -> own.get("user") + " " + current.keys() + (current == lease))))
                    .contextWrite(own -> own.put("user", "ada"))
                    .block();
            assertThat(seen).isEqualTo("ada [a]true");

            List<String> many = locks.executeMany(
                            "a",
                            lease -> Flux.deferContextual(own -> Flux.just(own.get("user") + " "
                                    + (ReactiveCurrentLease.find(own).get() == lease))))
                    .contextWrite(own -> own.put("user", "ada"))
                    .collectList()
                    .block();
            assertThat(many).containsExactly("ada true");
        }

        @Test
        void hasNoLeaseWithoutALockedCall() {
            assertThat(ReactiveCurrentLease.find().blockOptional()).isEmpty();
            assertThatThrownBy(() -> ReactiveCurrentLease.require().block())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ReactiveLockOperations");
        }
    }

    @Nested
    class OneKey {

        @Test
        void isLockedByOneOfTwoMergedFluxesAtATime() {
            List<Integer> seen = Flux.merge(service.counting("a", 20), service.counting("a", 20))
                    .collectList()
                    .block();

            assertThat(seen).hasSize(40);
            assertThat(service.most()).hasValue(1);
        }

        @Test
        void isLockedByOneOfManyMonosAtATime() {
            Flux.range(0, 100).flatMap(i -> service.countingOnce("a"), 100).blockLast();

            assertThat(service.most()).hasValue(1);
            assertThat(service.fencingTokens()).hasSize(100).doesNotHaveDuplicates();
        }

        @Test
        void isSharedByTurnsByWhatIsSubscribedToWithinOneLease() {
            server.command("CONFIG", "RESETSTAT");
            locks.execute(
                            "a",
                            lease -> Flux.range(0, 30)
                                    .flatMap(i -> service.countingOnce("a"), 30)
                                    .then())
                    .block();

            assertThat(service.most()).hasValue(1);
            assertThat(service.fencingTokens()).hasSize(30);
            assertThat(service.fencingTokens().stream().distinct()).hasSize(1);
            assertThat(server.command("INFO", "commandstats")).contains("cmdstat_evalsha:calls=2");
        }

        @Test
        void isHeldForWhatIsSubscribedToWithinALockedFluxOnAnyThread() {
            List<Integer> seen = locks.executeMany(
                            "a",
                            lease -> Flux.range(0, 20)
                                    .delayElements(Duration.ofMillis(1))
                                    .concatMap(i -> service.numbers("a", 2)))
                    .collectList()
                    .block();

            assertThat(seen).hasSize(40);
            assertThat(service.fencingTokens().stream().distinct()).hasSize(1);
        }

        @Test
        void isHeldForWhatBlockingCodeSubscribesTo() {
            String seen = blocking.execute("a", lease -> {
                String result = service.mono("a").block();
                assertThat(service.fencingTokens()).containsExactly(lease.fencingToken());
                return result;
            });

            assertThat(seen).isEqualTo("of a");
        }
    }

    @Nested
    class AFlux {

        @Test
        void isAskedForNoMoreThanItsSubscriberAskedFor() {
            List<Long> requested = new CopyOnWriteArrayList<>();
            List<Integer> seen = new CopyOnWriteArrayList<>();
            BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.request(2);
                }

                @Override
                protected void hookOnNext(Integer value) {
                    seen.add(value);
                }
            };
            locks.executeMany("a", lease -> Flux.range(0, 100).doOnRequest(requested::add))
                    .subscribe(subscriber);
            Await.until(() -> seen.size() == 2);
            subscriber.request(3);
            Await.until(() -> seen.size() == 5);
            assertThat(isHeld()).isTrue();

            subscriber.cancel();

            Await.until(() -> !isHeld());
            assertThat(requested).containsExactly(2L, 3L);
        }

        @Test
        void thatIsCutShortByItsSubscriberIsReleased() {
            assertThat(service.numbers("a", 1_000).take(3).collectList().block())
                    .containsExactly(0, 1, 2);

            Await.until(() -> !isHeld());
        }

        @Test
        void thatFailsWithACancellationOfItsOwnEnds() {
            assertThatThrownBy(
                            () -> locks.executeMany("a", lease -> Flux.error(new CancellationException("on purpose")))
                                    .blockLast(Duration.ofSeconds(5)))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("on purpose");
        }

        @Test
        void isCancelledBeforeItsLockIsReleased() {
            assertThat(heldWhenCancelled(locks.executeMany("a", lease -> cancelledSlowly(lease))))
                    .isTrue();
        }

        @Test
        void isCancelledBeforeItsLockIsReleasedWhenTheLeaseIsLost() {
            assertThat(endedWhenTold(locks.executeMany(LOST, lease -> cancelledSlowly(lease))))
                    .isTrue();
        }

        @Test
        void passesItsValuesBeforeTheLockIsReleasedAndItsEndAfter() {
            List<Boolean> held = new ArrayList<>();
            service.numbers("a", 2).doOnNext(value -> held.add(isHeld())).blockLast();

            assertThat(held).containsExactly(true, true);
            assertThat(isHeld()).isFalse();
        }
    }

    @Nested
    class AMono {

        @Test
        void passesItsValueOnceTheLockIsReleased() {
            List<Boolean> held = new ArrayList<>();
            service.mono("a").doOnNext(value -> held.add(isHeld())).block();

            assertThat(held).containsExactly(false);
        }

        @Test
        void isCancelledBeforeItsLockIsReleased() {
            assertThat(heldWhenCancelled(
                            locks.execute("a", lease -> cancelledSlowly(lease).next())))
                    .isTrue();
        }

        @Test
        void isCancelledBeforeItsLockIsReleasedWhenTheLeaseIsLost() {
            assertThat(endedWhenTold(
                            locks.execute(LOST, lease -> cancelledSlowly(lease).next())))
                    .isTrue();
        }

        @Test
        void mayBeEmptyOrFail() {
            assertThat(locks.execute("a", lease -> Mono.empty()).blockOptional())
                    .isEmpty();
            assertThatThrownBy(() -> locks.execute("a", lease -> Mono.error(new IllegalStateException("on purpose")))
                            .block())
                    .hasMessage("on purpose");
            assertThatThrownBy(() -> locks.execute("a", lease -> {
                                throw new IllegalStateException("thrown");
                            })
                            .block())
                    .hasMessage("thrown");
            assertThat(isHeld()).isFalse();
        }

        @Test
        void thatTimesOutLeavesNothing() {
            Lease busy = blocking.acquire(LockRequest.of("a"));
            assertThatThrownBy(() ->
                            service.mono("a").timeout(Duration.ofMillis(50)).block())
                    .hasMessageContaining("Did not observe any item");
            busy.close();

            Await.until(() -> TestRedis.lockKeys(server).isEmpty());
        }

        @Test
        void fallsBackByReactorsOwnMeans() {
            try (Lease busy = blocking.acquire(LockRequest.of("a"))) {
                assertThat(locks.execute(LockRequest.of("a").retries(0), lease -> Mono.just("done"))
                                .onErrorReturn(LockNotAcquiredException.class, "instead")
                                .block())
                        .isEqualTo("instead");
            }
        }

        @Test
        void isNotBegunWhereNobodySubscribes() {
            service.mono("a");
            locks.execute(
                    "a",
                    lease -> Mono.fromRunnable(() -> {
                        throw new AssertionError("nobody has subscribed");
                    }));
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }
    }

    @Test
    void noThreadOfOursNorOfTheClientRunsWhatIsLocked() {
        CompletableFuture<String> thread = new CompletableFuture<>();
        locks.execute(
                        "a",
                        lease -> Mono.fromRunnable(
                                () -> thread.complete(Thread.currentThread().getName())))
                .block();
        assertThat(Await.value(thread)).startsWith("parallel-");
        String toldOn =
                service.mono("a").map(value -> Thread.currentThread().getName()).block();
        assertThat(toldOn).startsWith("parallel-");
    }

    private static final LockRequest LOST =
            LockRequest.of("a").ttl(Duration.ofMillis(300)).onLost(OnLost.INTERRUPT);

    private final AtomicBoolean begun = new AtomicBoolean();

    private final AtomicBoolean ended = new AtomicBoolean();

    private final AtomicBoolean heldAtTheEnd = new AtomicBoolean();

    /** What it does when it is cancelled takes a while. */
    private Flux<String> cancelledSlowly(Lease lease) {
        begun.set(true);
        return Flux.<String>never().doOnCancel(() -> {
            Await.pass(Duration.ofMillis(50));
            heldAtTheEnd.set(isHeld());
            ended.set(true);
        });
    }

    private boolean heldWhenCancelled(Publisher<String> locked) {
        Disposable subscription = Flux.from(locked).subscribe();
        Await.until(begun::get);
        subscription.dispose();
        Await.until(ended::get);
        Await.until(() -> !isHeld());
        return heldAtTheEnd.get();
    }

    private boolean endedWhenTold(Publisher<String> locked) {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        Flux.from(locked).subscribe(value -> {}, failure -> told.complete(ended.get()));
        return Await.value(told);
    }

    private boolean isHeld() {
        return server.command("EXISTS", "lock:{a}").equals("1");
    }

    public static class Service {

        private final List<Long> fencingTokens = new CopyOnWriteArrayList<>();

        private final AtomicInteger inside = new AtomicInteger();

        private final AtomicInteger most = new AtomicInteger();

        public List<Long> fencingTokens() {
            return fencingTokens;
        }

        public AtomicInteger most() {
            return most;
        }

        @DistributedLock(key = "#key")
        public Mono<String> mono(String key) {
            return noting().thenReturn("of " + key);
        }

        @DistributedLock(key = "#key")
        public Flux<Integer> numbers(String key, int count) {
            return noting().thenMany(Flux.range(0, count));
        }

        /** Goes wrong where two are inside: it is entered, and left a while later, before the end is told (doFinally comes after that). */
        @DistributedLock(key = "#key")
        public Flux<Integer> counting(String key, int count) {
            return entering()
                    .thenMany(Flux.range(0, count)
                            .delayElements(Duration.ofMillis(1))
                            .doOnTerminate(inside::decrementAndGet));
        }

        @DistributedLock(key = "#key")
        public Mono<Void> countingOnce(String key) {
            return noting().then(entering())
                    .then(Mono.delay(Duration.ofMillis(1)))
                    .doOnTerminate(inside::decrementAndGet)
                    .then();
        }

        private Mono<Void> entering() {
            return Mono.fromRunnable(() -> most.accumulateAndGet(inside.incrementAndGet(), Math::max));
        }

        private Mono<Void> noting() {
            return ReactiveCurrentLease.require()
                    .doOnNext(lease -> fencingTokens.add(lease.fencingToken()))
                    .then();
        }
    }
}

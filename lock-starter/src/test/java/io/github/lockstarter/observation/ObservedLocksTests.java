package io.github.lockstarter.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LineLimits;
import io.github.lockstarter.core.LockDefaults;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.core.OuterWork;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservedLocksTests {

    private static final LockRequest REQUEST =
            LockRequest.of("item:a1").name("Bids-place").retries(0);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

    private final InMemoryLockStore store = new InMemoryLockStore();

    private LockTemplate locks = template(RedisLocks.DEFAULTS);

    ObservedLocksTests() {
        registry.observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(new Stopped());
    }

    @AfterEach
    void end() {
        locks.close();
    }

    @Test
    void aCallIsATimerOfAcquiringAndOneOfHolding() {
        locks.execute(REQUEST, lease -> true);

        assertThat(timer("distributed.lock.acquire", "acquired")).isEqualTo(1);
        assertThat(timer("distributed.lock.hold", "released")).isEqualTo(1);
        assertThat(stopped)
                .extracting(Observation.Context::getContextualName)
                .containsExactly("acquire Bids-place", "hold Bids-place");
    }

    @Test
    void aSpanHasWhatNoTimerMayHave() {
        long token = locks.<Long>execute(REQUEST, Lease::fencingToken);

        assertThat(high(stopped.get(0)))
                .contains("lock.keys=item:a1", "lock.attempts=1", "lock.fencing-token=" + token)
                .anyMatch(value -> value.startsWith("lock.waited-ms="));
        assertThat(high(stopped.get(1))).containsExactlyInAnyOrder("lock.keys=item:a1", "lock.fencing-token=" + token);
    }

    @Test
    void noTimerHasAKey() {
        for (int i = 0; i < 1_000; i++) {
            locks.execute(REQUEST.keys(List.of("item:" + i)), lease -> true);
        }

        assertThat(meters.getMeters()).hasSizeLessThanOrEqualTo(4);
        assertThat(meters.getMeters().stream().flatMap(meter -> meter.getId().getTags().stream()))
                .noneMatch(tag -> tag.getValue().contains("item:"));
    }

    @Test
    void hiddenKeysAreInNoSpan() {
        locks.close();
        locks = template(new LockDefaults(
                RedisLocks.DEFAULTS.ttl(),
                RedisLocks.DEFAULTS.retries(),
                RedisLocks.DEFAULTS.retryDelay(),
                RedisLocks.DEFAULTS.maxHold(),
                RedisLocks.DEFAULTS.commandTimeout(),
                false));

        LockRequest hidden = REQUEST.keys(List.of("item:sesame"));
        locks.execute(hidden, lease -> true);
        Await.value(locks.executeAsync(hidden, lease -> CompletableFuture.completedFuture(true)));
        Await.value(locks.acquireAsync(hidden)).close();

        Await.until(() -> stopped.size() == 6);
        assertThat(stopped).noneMatch(context -> context.toString().contains("sesame"));
        assertThat(stopped.stream().flatMap(context -> high(context).stream()))
                .noneMatch(value -> value.contains("sesame"));
    }

    @Test
    void busyInterruptedAndLostAreOutcomesOfTheirOwn() {
        try (Lease lease = locks.acquire(REQUEST)) {
            assertThatThrownBy(() -> locks.acquire(REQUEST)).isInstanceOf(LockNotAcquiredException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> locks.acquire(REQUEST)).isInstanceOf(LockInterruptedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThatThrownBy(() -> locks.execute(REQUEST.ttl(Duration.ofMillis(100)), lease -> {
                    Await.value(lease.lost());
                    return true;
                }))
                .isInstanceOf(LeaseLostException.class);

        assertThat(timer("distributed.lock.acquire", "busy")).isEqualTo(1);
        assertThat(timer("distributed.lock.acquire", "interrupted")).isEqualTo(1);
        Await.until(() -> timer("distributed.lock.hold", "lost") == 1);
    }

    @Test
    void whatRunsUnderALeaseIsObservedWithinItAndTheLeaseWithinItsCaller() {
        Observation caller = Observation.start("caller", registry);
        try (Observation.Scope scope = caller.openScope()) {
            locks.execute(REQUEST, lease -> {
                Observation.start("work", registry).stop();
                return true;
            });
            assertThat(registry.getCurrentObservation()).isSameAs(caller);
        }

        assertThat(parent("acquire Bids-place")).isEqualTo("caller");
        assertThat(parent("hold Bids-place")).isEqualTo("caller");
        assertThat(parent("work")).isEqualTo("distributed.lock.hold");
    }

    @Test
    void anAsynchronousCallIsObservedWithinItsCallerThoughAnotherThreadAcquires() {
        Observation caller = Observation.start("caller", registry);
        CompletableFuture<String> seen;
        try (Observation.Scope scope = caller.openScope()) {
            seen = locks.<String>executeAsync(
                            REQUEST,
                            lease -> CompletableFuture.completedFuture(registry.getCurrentObservation()
                                    .getContext()
                                    .getName()))
                    .toCompletableFuture();
        }

        assertThat(Await.value(seen)).isEqualTo("distributed.lock.hold");
        Await.until(() -> stopped.size() == 2);
        assertThat(parent("acquire Bids-place")).isEqualTo("caller");
        assertThat(parent("hold Bids-place")).isEqualTo("caller");
    }

    @Test
    void aConventionOfTheUsersTakesThePlaceOfTheDefault() {
        locks.close();
        locks = template(
                RedisLocks.DEFAULTS,
                new ObservedLocks(
                        registry,
                        new DefaultAcquireObservationConvention() {

                            @Override
                            public String getName() {
                                return "my.lock";
                            }
                        },
                        null));

        locks.execute(REQUEST, lease -> true);

        assertThat(timer("my.lock", "acquired")).isEqualTo(1);
    }

    private String parent(String contextualOrName) {
        Observation.Context context = stopped.stream()
                .filter(each ->
                        contextualOrName.equals(each.getContextualName()) || contextualOrName.equals(each.getName()))
                .findFirst()
                .orElseThrow();
        return context.getParentObservation() == null
                ? "none"
                : context.getParentObservation().getContextView().getName();
    }

    private long timer(String name, String outcome) {
        return Stream.of(meters.find(name)
                        .tag("lock.name", "Bids-place")
                        .tag("outcome", outcome)
                        .timers())
                .flatMap(timers -> timers.stream())
                .mapToLong(timer -> timer.count())
                .sum();
    }

    private static List<String> high(Observation.Context context) {
        return context.getHighCardinalityKeyValues().stream()
                .map(ObservedLocksTests::text)
                .toList();
    }

    private static String text(KeyValue value) {
        return value.getKey() + "=" + value.getValue();
    }

    private LockTemplate template(LockDefaults defaults) {
        return template(defaults, new ObservedLocks(registry, null, null));
    }

    private LockTemplate template(LockDefaults defaults, ObservedLocks observed) {
        return new LockTemplate(store, defaults, LineLimits.DEFAULTS, List.of(), List.of(observed), OuterWork.NONE);
    }

    /** Keeps what has been observed, in the order of their ends. */
    private final class Stopped implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            stopped.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}

package io.github.lockstarter.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LineLimits;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.core.OuterWork;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.reactive.ReactiveLockOperations;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A subscription is observed within what its context says, whichever threads it runs on; and what is subscribed to under the lock, within its lease. */
class ObservedSubscriptionTests {

    private static final LockRequest REQUEST = LockRequest.of("item:a1").name("Bids-place");

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final Map<String, String> parents = new ConcurrentHashMap<>();

    private final LockTemplate locks = new LockTemplate(
            new InMemoryLockStore(),
            RedisLocks.DEFAULTS,
            LineLimits.DEFAULTS,
            List.of(),
            List.of(new ObservedLocks(registry, null, null)),
            OuterWork.NONE);

    private final ReactiveLockOperations reactive = new ReactiveLockOperations(locks);

    private final Observation caller;

    ObservedSubscriptionTests() {
        ObservationThreadLocalAccessor.getInstance().setObservationRegistry(registry);
        registry.observationConfig().observationHandler(new Parents());
        caller = Observation.start("caller", registry);
    }

    @AfterEach
    void end() {
        locks.close();
    }

    @Test
    void aMono() {
        String current = reactive.execute(
                        REQUEST,
                        lease -> Mono.deferContextual(
                                context -> Mono.just(context.<Observation>get(ObservationThreadLocalAccessor.KEY)
                                        .getContext()
                                        .getName())))
                .subscribeOn(Schedulers.boundedElastic())
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, caller))
                .block(Duration.ofSeconds(10));

        assertThat(current).isEqualTo("distributed.lock.hold");
        assertWithinCaller();
    }

    @Test
    void aFlux() {
        List<String> current = reactive.executeMany(
                        REQUEST,
                        lease -> Flux.deferContextual(
                                context -> Flux.just(context.<Observation>get(ObservationThreadLocalAccessor.KEY)
                                        .getContext()
                                        .getName())))
                .subscribeOn(Schedulers.boundedElastic())
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, caller))
                .collectList()
                .block(Duration.ofSeconds(10));

        assertThat(current).containsExactly("distributed.lock.hold");
        assertWithinCaller();
    }

    private void assertWithinCaller() {
        Await.until(() -> parents.containsKey("distributed.lock.hold"));
        assertThat(parents)
                .containsEntry("distributed.lock.acquire", "caller")
                .containsEntry("distributed.lock.hold", "caller");
        assertThat(registry.getCurrentObservation()).isNull();
    }

    private final class Parents implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            parents.put(
                    context.getName(),
                    context.getParentObservation() == null
                            ? "none"
                            : context.getParentObservation().getContextView().getName());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}

package io.github.lockstarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockForceReleasedEvent;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.actuate.DistributedLocksEndpoint.ForceRelease;
import io.github.lockstarter.actuate.DistributedLocksEndpoint.LockOfKey;
import io.github.lockstarter.actuate.DistributedLocksEndpoint.LocksOfThisJvm;
import io.github.lockstarter.autoconfigure.LockEndpointAutoConfiguration;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

@Tag("boot3-in-ci")
class DistributedLocksEndpointTests {

    private static final LockRequest REQUEST = LockRequest.of("a;b/c").name("Bids-place");

    private final ApplicationContextRunner exposed = Contexts.onRedis(TestRedis.empty())
            .withConfiguration(AutoConfigurations.of(LockEndpointAutoConfiguration.class))
            .withBean(Listener.class)
            .withPropertyValues("management.endpoints.web.exposure.include=distributedlocks");

    @Test
    void showsWhatThisJvmHoldsAndWaitsFor() {
        exposed.run(context -> {
            LockTemplate locks = context.getBean(LockTemplate.class);
            DistributedLocksEndpoint endpoint = context.getBean(DistributedLocksEndpoint.class);
            try (Lease lease = locks.acquire(REQUEST)) {
                CompletableFuture<Lease> waiting = locks.acquireAsync(REQUEST.waitTime(Duration.ofMinutes(1)))
                        .toCompletableFuture();
                Await.until(() -> locks.here().waitingCount() == 1);

                LocksOfThisJvm report = (LocksOfThisJvm) endpoint.report(null);

                assertThat(report.held()).singleElement().satisfies(held -> {
                    assertThat(held.name()).isEqualTo("Bids-place");
                    assertThat(held.keys()).containsExactly("a;b/c");
                    assertThat(held.fencingToken()).isEqualTo(lease.fencingToken());
                    assertThat(held.remainingMs()).isBetween(1L, 10_000L);
                });
                assertThat(report.waiting())
                        .singleElement()
                        .satisfies(call -> assertThat(call.name()).isEqualTo("Bids-place"));
                waiting.cancel(true);
            }
        });
    }

    @Test
    void remembersTheLastLosses() {
        exposed.run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            for (int i = 0; i < 21; i++) {
                LockRequest request = LockRequest.of("item:" + i).ttl(Duration.ofMillis(50));
                assertThatThrownBy(() -> locks.execute(request, lease -> Await.value(lease.lost())))
                        .isInstanceOf(LeaseLostException.class);
            }
            DistributedLocksEndpoint endpoint = context.getBean(DistributedLocksEndpoint.class);

            Await.until(() -> losses(endpoint).size() == 20
                    && losses(endpoint).get(0).keys().contains("item:20"));
            assertThat(losses(endpoint).get(19).keys()).containsExactly("item:1");
            assertThat(losses(endpoint).get(0).reason()).isEqualTo(LeaseLostException.Reason.EXPIRED);
        });
    }

    @Test
    void showsWhoHoldsAKeyAndNoToken() {
        exposed.run(context -> {
            DistributedLocksEndpoint endpoint = context.getBean(DistributedLocksEndpoint.class);
            try (Lease lease = context.getBean(LockOperations.class).acquire(REQUEST)) {
                LockOfKey report = (LockOfKey) endpoint.report("a;b/c");

                assertThat(report.held()).isTrue();
                assertThat(report.owner())
                        .contains(":" + ProcessHandle.current().pid() + ":");
                assertThat(report.fencingToken()).isEqualTo(lease.fencingToken());
                assertThat(report.expiresInMs()).isBetween(1L, 10_001L);
                assertThat(report.toString()).doesNotContainPattern("[0-9a-f]{32}");
            }
            assertThat(((LockOfKey) endpoint.report("a;b/c")).held()).isFalse();
        });
    }

    @Test
    void releasesByForceAndSaysSoByAnEvent() {
        exposed.run(context -> {
            DistributedLocksEndpoint endpoint = context.getBean(DistributedLocksEndpoint.class);
            Lease lease = context.getBean(LockOperations.class).acquire(REQUEST);

            ForceRelease released = endpoint.release("a;b/c");

            assertThat(released.released()).isTrue();
            assertThat(released.fencingToken()).isGreaterThan(lease.fencingToken());
            assertThat(context.getBean(Listener.class).events())
                    .containsExactly(new LockForceReleasedEvent("a;b/c", released.owner(), released.fencingToken()));
            assertThat(endpoint.release("a;b/c").released()).isFalse();
            lease.close();
        });
    }

    @Test
    void aListenerThatFailsIsNoFailureOfTheRelease() {
        exposed.withBean(Failing.class).run(context -> {
            Lease lease = context.getBean(LockOperations.class).acquire(REQUEST);

            assertThat(context.getBean(DistributedLocksEndpoint.class)
                            .release("a;b/c")
                            .released())
                    .isTrue();
            lease.close();
        });
    }

    @Test
    void aBlankKeyIsRefused() {
        exposed.run(context -> assertThatThrownBy(
                        () -> context.getBean(DistributedLocksEndpoint.class).release(" "))
                .isInstanceOf(InvalidEndpointRequestException.class));
    }

    @Test
    void hiddenKeysAreHiddenHereToo() {
        exposed.withPropertyValues("distributed-lock.log-keys=false").run(context -> {
            try (Lease lease = context.getBean(LockOperations.class).acquire(REQUEST)) {
                assertThat(context.getBean(DistributedLocksEndpoint.class)
                                .report(null)
                                .toString())
                        .contains("[hidden]")
                        .doesNotContain("a;b/c");
            }
        });
    }

    @Test
    void isThereOnlyWhereItIsExposedAndThereIsAnActuator() {
        exposed.withPropertyValues("management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DistributedLocksEndpoint.class));
        exposed.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DistributedLocksEndpoint.class));
        exposed.withPropertyValues("distributed-lock.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DistributedLocksEndpoint.class));
    }

    private static List<LastLosses.Loss> losses(DistributedLocksEndpoint endpoint) {
        return ((LocksOfThisJvm) endpoint.report(null)).lastLosses();
    }

    static class Failing {

        @EventListener
        void on(LockForceReleasedEvent event) {
            throw new IllegalStateException("a listener's own mistake");
        }
    }

    static class Listener {

        private final List<LockForceReleasedEvent> events = new CopyOnWriteArrayList<>();

        List<LockForceReleasedEvent> events() {
            return events;
        }

        @EventListener
        void on(LockForceReleasedEvent event) {
            events.add(event);
        }
    }
}

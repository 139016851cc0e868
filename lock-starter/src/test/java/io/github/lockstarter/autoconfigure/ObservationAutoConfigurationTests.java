package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockObserver;
import io.github.lockstarter.observation.LeaseTroubleMeters;
import io.github.lockstarter.observation.LockMeters;
import io.github.lockstarter.observation.NodeMeters;
import io.github.lockstarter.observation.ObservedLocks;
import io.github.lockstarter.testing.Contexts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ObservationAutoConfigurationTests {

    private final ApplicationContextRunner plain = Contexts.inMemory()
            .withConfiguration(
                    AutoConfigurations.of(LockObservationAutoConfiguration.class, LockMetricsAutoConfiguration.class));

    private final ApplicationContextRunner observed = plain.withUserConfiguration(Registries.class);

    @Test
    void withRegistriesCallsAreTimedAndCounted() {
        observed.run(context -> {
            assertThat(context)
                    .hasSingleBean(ObservedLocks.class)
                    .hasSingleBean(LockMeters.class)
                    .hasSingleBean(LeaseTroubleMeters.class)
                    .doesNotHaveBean(NodeMeters.class);
            context.getBean(LockOperations.class).execute("a", lease -> true);

            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("distributed.lock.acquire").timer().count()).isEqualTo(1);
            assertThat(meters.get("distributed.lock.hold").timer().count()).isEqualTo(1);
        });
    }

    @Test
    void withoutRegistriesNothingIsObserved() {
        plain.run(context -> {
            assertThat(context).doesNotHaveBean(LockObserver.class).doesNotHaveBean(LockMeters.class);
            assertThat(context.getBean(LockOperations.class).<String>execute("a", lease -> "done"))
                    .isEqualTo("done");
        });
    }

    @Test
    void withoutMicrometerLocksWork() {
        plain.withClassLoader(new FilteredClassLoader("io.micrometer")).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(LockOperations.class).<String>execute("a", lease -> "done"))
                    .isEqualTo("done");
        });
    }

    @Test
    void withoutMetersSpansAreLeft() {
        plain.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ObservedLocks.class));
    }

    @Test
    void anObserverOfTheUsersComesBesideTheOneForMicrometer() {
        List<String> seen = new CopyOnWriteArrayList<>();
        observed.withBean("own", LockObserver.class, () -> (name, keys) -> {
                    seen.add(name);
                    return LockObserver.Acquiring.UNOBSERVED;
                })
                .run(context -> {
                    context.getBean(LockOperations.class)
                            .execute(LockRequest.of("a").name("mine"), lease -> true);

                    assertThat(seen).containsExactly("mine");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("distributed.lock.hold")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void withLocksOffThereIsNothingToMeasure() {
        observed.withPropertyValues("distributed-lock.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(LockMeters.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Registries {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        ObservationRegistry observations(MeterRegistry meters) {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
            return registry;
        }
    }
}

package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.aop.LockOverride;
import io.github.lockstarter.testing.Contexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

/** {@code distributed-lock.locks.<name>.*}: what operators change without a new build. */
@ExtendWith(OutputCaptureExtension.class)
class LockSettingsTests {

    private final ApplicationContextRunner runner = Contexts.inMemory().withBean(BidService.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "distributed-lock.locks.BidService-placeBid.ttl=30s",
                "distributed-lock.locks.bid-service-place-bid.ttl=30s",
                "distributed-lock.locks.bidserviceplacebid.ttl=PT30S",
                "distributed-lock.locks[BidService-placeBid].ttl=30000",
                "distributed-lock.locks.bid-service.place-bid.ttl=30s"
            })
    void winOverTheAnnotationHoweverTheNameIsWritten(String property) {
        assertTtl(runner.withPropertyValues(property), Duration.ofSeconds(30));
    }

    @Test
    void mayStandInYaml() {
        assertTtl(
                yaml("distributed-lock:\n  locks:\n    BidService-placeBid:\n      ttl: 30s\n"),
                Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BidService-placeBid:\n      ttl: 30s", "bid-service:\n      place-bid:\n        ttl: 30s"})
    void mayBeEnvironmentVariablesWhichWinOverYaml(String written) {
        ApplicationContextRunner both = yaml("distributed-lock:\n  locks:\n    " + written + "\n")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                        Map.of("DISTRIBUTEDLOCK_LOCKS_BIDSERVICEPLACEBID_TTL", "40s"))));

        assertTtl(both, Duration.ofSeconds(40));
    }

    @Test
    void leaveWhatTheyDoNotSayToTheAnnotation() {
        runner.withPropertyValues("distributed-lock.locks.BidService-placeBid.retries=0")
                .run(context -> {
                    assertThat(remaining(context.getBean(BidService.class))).isLessThan(Duration.ofSeconds(5));
                    assertThat(context.getBean(BidService.class).other()).isNotNull();
                });
    }

    @Test
    void areForEverySettingOfALock() {
        runner.withPropertyValues(
                        "distributed-lock.locks.BidService-placeBid.ttl=1m",
                        "distributed-lock.locks.BidService-placeBid.retries=0",
                        "distributed-lock.locks.BidService-placeBid.retry-delay=1ms",
                        "distributed-lock.locks.BidService-placeBid.wait-time=1ms",
                        "distributed-lock.locks.BidService-placeBid.renew=true",
                        "distributed-lock.locks.BidService-placeBid.max-hold=2m",
                        "distributed-lock.locks.BidService-placeBid.min-hold=90s",
                        "distributed-lock.locks.BidService-placeBid.permits=1",
                        "distributed-lock.locks.BidService-placeBid.on-lost=warn",
                        "distributed-lock.locks.BidService-placeBid.on-busy=skip")
                .run(context -> {
                    BidService bids = context.getBean(BidService.class);
                    assertThat(remaining(bids)).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));

                    assertThat(bids.placeBid()).as("skipped: minHold keeps it").isNull();
                });
    }

    @Test
    void forNoLockAreReported(CapturedOutput output) {
        runner.withPropertyValues("distributed-lock.locks.BidService-placeBit.ttl=30s")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output)
                .containsPattern(
                        "WARN .*distributed-lock.locks.bidservice-placebit.* is for no lock.*changes nothing. Locks by name: \\[BidService-other, BidService-placeBid]");
    }

    @Test
    void orOtherPropertiesThatThereAreNotAreReported(CapturedOutput output) {
        runner.withPropertyValues(
                        "distributed-lock.retires=3",
                        "distributed-lock.redis.fenceTtl=2h",
                        "distributed-lock.redis.fence-tll=2h",
                        "distributed-lock.redlock.nodes[0]=a:1",
                        "distributed-lock.jdbc.initialize-schema=never",
                        "distributed-lock.ttl=5s")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output)
                .containsPattern(
                        "WARN .*distributed-lock.retires is no property of lock-starter, and changes nothing. There are .*distributed-lock.retries, ")
                .containsPattern("WARN .*distributed-lock.redis.fence-tll is no property")
                .doesNotContain("fenceTtl is no", "fencettl is no", "nodes[0] is no", "schema is no", "ttl is no prop");
    }

    @Test
    void thatThereAreNotAreRefused() {
        assertRefused(
                "distributed-lock.locks.BidService-placeBid.tll=30s",
                "distributed-lock.locks.bidservice-placebid.tll is no setting of a lock",
                all());
        assertRefused("distributed-lock.locks.BidService-placeBid=30s", "is no setting of a lock");
    }

    @Test
    void areAllInTheDescriptionThatAnIdeShows() throws IOException {
        String metadata = new ClassPathResource("META-INF/additional-spring-configuration-metadata.json")
                .getContentAsString(StandardCharsets.UTF_8);

        assertThat(metadata).contains("Settings of single locks, by name: " + all() + ". ");
    }

    /** As they stand in the properties. */
    private static String all() {
        return Arrays.stream(LockOverride.class.getRecordComponents())
                .skip(1) // where they come from
                .map(setting -> DataObjectPropertyName.toDashedForm(setting.getName()))
                .collect(Collectors.joining(", "));
    }

    @Test
    void outOfRangeAreRefused() {
        assertRefused(
                "distributed-lock.locks.BidService-placeBid.ttl=1ms",
                "distributed-lock.locks.bidservice-placebid.ttl: ttl is 1 ms: it may be 10 ms to");
        assertRefused(
                "distributed-lock.locks.BidService-placeBid.min-hold=1m",
                "minHold of @DistributedLock on BidService.placeBid with distributed-lock.locks.bidservice-placebid.*: it is longer than the ttl, 5000 ms");
        assertRefused(
                "distributed-lock.locks.BidService-placeBid.ttl=soon",
                "distributed-lock.locks.bidservice-placebid.ttl");
    }

    private void assertRefused(String property, String... messages) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(context).hasFailed();
            for (String message : messages) {
                assertThat(context)
                        .getFailure()
                        .satisfies(failure -> assertThat(told(failure)).contains(message));
            }
        });
    }

    private static String told(Throwable failure) {
        StringBuilder told = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            told.append(cause.getMessage());
            if (cause instanceof LockConfigurationException configuration) {
                told.append(configuration.action());
            }
        }
        return told.toString();
    }

    private ApplicationContextRunner yaml(String text) {
        return runner.withInitializer(context -> {
            for (PropertySource<?> source : loaded(text)) {
                context.getEnvironment().getPropertySources().addLast(source);
            }
        });
    }

    private static List<PropertySource<?>> loaded(String text) {
        try {
            return new YamlPropertySourceLoader()
                    .load("application.yaml", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertTtl(ApplicationContextRunner runner, Duration ttl) {
        runner.run(context ->
                assertThat(remaining(context.getBean(BidService.class))).isBetween(ttl.minusSeconds(2), ttl));
    }

    private static Duration remaining(BidService bids) {
        Duration remaining = bids.placeBid();
        assertThat(remaining).isNotNull();
        return remaining;
    }

    static class BidService {

        @Nullable
        @DistributedLock(ttl = "5s")
        Duration placeBid() {
            return CurrentLease.require().remaining();
        }

        @Nullable
        @DistributedLock
        Duration other() {
            return CurrentLease.require().remaining();
        }
    }
}

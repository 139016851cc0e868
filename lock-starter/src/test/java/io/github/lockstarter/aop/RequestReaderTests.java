package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

/** What annotations ask for, and how wrong ones are refused. */
class RequestReaderTests {

    private static final StoreTerms REDIS = new StoreTerms(Duration.ofDays(365), Duration.ofSeconds(10), true);

    private static final StoreTerms REDLOCK = new StoreTerms(Duration.ofSeconds(20), Duration.ofSeconds(10), false);

    @Test
    void allThatIsSaidIsAskedFor() {
        LockRequest request = read("all", REDIS);

        assertThat(request.ttl()).contains(Duration.ofSeconds(20));
        assertThat(request.retries()).hasValue(0);
        assertThat(request.retryDelay()).contains(Duration.ofMillis(30));
        assertThat(request.waitTime()).contains(Duration.ofSeconds(3));
        assertThat(request.renew()).isTrue();
        assertThat(request.maxHold()).contains(Duration.ofMinutes(5));
        assertThat(request.minHold()).isEqualTo(Duration.ofSeconds(30));
        assertThat(request.permits()).isEqualTo(3);
        assertThat(request.onLost()).isEqualTo(OnLost.WARN);
        assertThat(read("shared", REDIS).mode()).isEqualTo(LockMode.SHARED);
    }

    @Test
    void whatIsNotSaidIsLeftOpen() {
        LockRequest request = read("plain", REDLOCK);

        assertThat(request.ttl()).isEmpty();
        assertThat(request.retries()).isEmpty();
        assertThat(request.retryDelay()).isEmpty();
        assertThat(request.waitTime()).isEmpty();
        assertThat(request.maxHold()).isEmpty();
        assertThat(request.minHold()).isZero();
        assertThat(request.renew()).isFalse();
        assertThat(request.mode()).isEqualTo(LockMode.EXCLUSIVE);
        assertThat(request.permits()).isEqualTo(1);
    }

    @Test
    void theTtlMayBeAsLongAsTheStoreCanAndMinHoldAsLongAsTheTtl() {
        assertThat(read("twentySeconds", REDLOCK).ttl()).contains(Duration.ofSeconds(20));
        assertThat(read("keptForTheTtl", REDIS).minHold()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tooLong | ttl = \"21s\" of @DistributedLock on here: it is longer than distributed-lock.redlock.quarantine, 20000 ms | A ttl is 10ms to 24h",
                "shared | mode = SHARED of @DistributedLock on here: with Redlock, a lock is given to one at a time | Leave mode out",
                "permits | permits = 2 of @DistributedLock on here: with Redlock, a lock is given to one at a time | Use 1 for one lease at a time",
                "keptTooLong | minHold = \"11s\" of @DistributedLock on here: it is longer than the ttl, 10000 ms | no more than the ttl",
                "endless | maxHold = \"1h\" of @DistributedLock on here: maxHold is the end of renewing | Set renew = true",
                "negative | retries = -2 of @DistributedLock on here: retries is -2 | Use 0 to try once",
                "noPermits | permits = 0 of @DistributedLock on here: permits is 0 | Use 1 for one lease at a time",
                "blank | waitTime = \" \" of @DistributedLock on here: it is blank | Write a duration: 5s",
                "undefined | retryDelay = \"${nowhere}\" of @DistributedLock on here: the placeholder '${nowhere}' is not resolved | Define the property, or give it a default",
                "keptForNobodyKnows | minHold = \"${nowhere}\" of @DistributedLock on here: the placeholder | Define the property"
            })
    void whatCannotWorkIsRefusedWithWhatToDo(String method, String message, String action) {
        LockConfigurationException refused =
                catchThrowableOfType(LockConfigurationException.class, () -> read(method, REDLOCK));

        assertThat(refused).hasMessageStartingWith(message);
        assertThat(refused.action()).contains(action);
    }

    private static LockRequest read(String method, StoreTerms store) {
        return new RequestReader(new DefaultListableBeanFactory(), store)
                .read(
                        MergedAnnotations.from(ReflectionUtils.findMethod(Annotated.class, method))
                                .get(DistributedLock.class),
                        LockRequest.of("a"),
                        LockOverride.NONE,
                        "here");
    }

    static class Annotated {

        @DistributedLock(
                ttl = "20s",
                retries = 0,
                retryDelay = "30",
                waitTime = "PT3S",
                renew = true,
                maxHold = "5m",
                minHold = "30s",
                permits = 3,
                onLost = OnLost.WARN)
        void all() {}

        @DistributedLock
        void plain() {}

        @DistributedLock(ttl = "20s")
        void twentySeconds() {}

        @DistributedLock(minHold = "10s")
        void keptForTheTtl() {}

        @DistributedLock(ttl = "21s")
        void tooLong() {}

        @DistributedLock(mode = LockMode.SHARED)
        void shared() {}

        @DistributedLock(permits = 2)
        void permits() {}

        @DistributedLock(minHold = "11s")
        void keptTooLong() {}

        @DistributedLock(maxHold = "1h")
        void endless() {}

        @DistributedLock(retries = -2)
        void negative() {}

        @DistributedLock(permits = 0)
        void noPermits() {}

        @DistributedLock(waitTime = " ")
        void blank() {}

        @DistributedLock(retryDelay = "${nowhere}")
        void undefined() {}

        @DistributedLock(minHold = "${nowhere}")
        void keptForNobodyKnows() {}
    }
}

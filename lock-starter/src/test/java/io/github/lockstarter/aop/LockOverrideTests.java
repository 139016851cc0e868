package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnBusy;
import io.github.lockstarter.OnLost;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What properties say of one lock wins over its annotation. */
class LockOverrideTests {

    private static final LockRequest ANNOTATED = LockRequest.of("a")
            .name("Bids-place")
            .ttl(Duration.ofSeconds(5))
            .retries(3)
            .retryDelay(Duration.ofMillis(7))
            .waitTime(Duration.ofSeconds(1));

    @Test
    void eachSettingIsApplied() {
        LockRequest request = new LockOverride(
                        "distributed-lock.locks.x",
                        Duration.ofSeconds(30),
                        8,
                        Duration.ofMillis(9),
                        Duration.ofSeconds(4),
                        true,
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(6),
                        5,
                        OnLost.WARN,
                        OnBusy.SKIP)
                .applyTo(ANNOTATED);

        assertThat(request.keys()).containsExactly("a");
        assertThat(request.name()).isEqualTo("Bids-place");
        assertThat(request.ttl()).contains(Duration.ofSeconds(30));
        assertThat(request.retries()).hasValue(8);
        assertThat(request.retryDelay()).contains(Duration.ofMillis(9));
        assertThat(request.waitTime()).contains(Duration.ofSeconds(4));
        assertThat(request.renew()).isTrue();
        assertThat(request.maxHold()).contains(Duration.ofMinutes(2));
        assertThat(request.minHold()).isEqualTo(Duration.ofSeconds(6));
        assertThat(request.permits()).isEqualTo(5);
        assertThat(request.onLost()).isEqualTo(OnLost.WARN);
    }

    @Test
    void whatIsNotSaidIsAsTheAnnotationHasIt() {
        LockRequest request = LockOverride.NONE.applyTo(ANNOTATED);

        assertThat(request).usingRecursiveComparison().isEqualTo(ANNOTATED);
        assertThat(request.retries()).hasValue(3);
    }

    @Test
    void whatIsOutOfRangeIsRefusedByItsProperty() {
        LockOverride wrong =
                new LockOverride("distributed-lock.locks.x", null, -1, null, null, null, null, null, null, null, null);

        assertThatThrownBy(() -> wrong.applyTo(ANNOTATED))
                .isInstanceOfSatisfying(
                        LockConfigurationException.class,
                        e -> assertThat(e.action()).contains("leave it out for what the annotation says"))
                .hasMessageStartingWith("distributed-lock.locks.x.retries: retries is -1");
    }
}

package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-spring")
class ResubscribingTests {

    private final Noting subscription = new Noting();

    @Test
    void connectsWhenAskedAndNotAgainMeanwhile() {
        assertThat(subscription.ensureListening()).isFalse();
        assertThat(subscription.ensureListening()).isFalse();
        assertThat(subscription.connects).hasValue(1);

        assertThat(subscription.up()).isTrue();

        assertThat(subscription.ensureListening()).isTrue();
    }

    @Test
    void asksOneThatHasBeenSilentForAnAnswer() {
        listening();
        Await.until(() -> subscription.ensureListening() && subscription.pings.get() == 1);

        subscription.heard();

        assertThat(subscription.ensureListening()).isTrue();
    }

    @Test
    void givesUpOneThatDoesNotAnswerAndConnectsAgain() {
        listening();

        Await.until(() -> !subscription.ensureListening());
        Await.until(() -> {
            subscription.ensureListening();
            return subscription.connects.get() == 2;
        });
    }

    @Test
    void givesUpAnAttemptThatComesToNothingAndConnectsAgain() {
        subscription.ensureListening();

        Await.until(() -> {
            subscription.ensureListening();
            return subscription.connects.get() == 2;
        });
    }

    @Test
    void isNotMadeAgainOnceClosed() {
        listening();
        subscription.close();

        assertThat(subscription.ensureListening()).isFalse();
        assertThat(subscription.up()).isFalse();
        subscription.down();
        assertThat(subscription.ensureListening()).isFalse();
        assertThat(subscription.connects).hasValue(1);
    }

    private void listening() {
        subscription.ensureListening();
        subscription.up();
    }

    private static final class Noting extends Resubscribing {

        private final AtomicInteger connects = new AtomicInteger();

        private final AtomicInteger pings = new AtomicInteger();

        Noting() {
            super(Duration.ofMillis(50), Duration.ofMillis(50));
        }

        @Override
        void connect() {
            connects.incrementAndGet();
        }

        @Override
        void ping() {
            pings.incrementAndGet();
        }

        @Override
        void disconnect() {}
    }
}

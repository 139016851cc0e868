package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.OddStore;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lock that is taken for a least time, however soon its lease is released. */
@Tag("boot3-in-ci")
class MinHoldTests {

    private static final Duration MIN_HOLD = Duration.ofMillis(400);

    private static final LockRequest REQUEST =
            LockRequest.of("nightly").ttl(Duration.ofSeconds(5)).minHold(MIN_HOLD);

    private final RedisServer server = TestRedis.empty();

    private final RedisLocks first = new RedisLocks(server);

    private final RedisLocks second = new RedisLocks(server);

    @AfterEach
    void end() {
        first.close();
        second.close();
    }

    @Test
    void isNobodysUntilThatIsOver() {
        long began = System.nanoTime();
        first.template().execute(REQUEST, lease -> null);

        assertThat(first.template().tryAcquire(REQUEST)).isEmpty();
        assertThat(second.template().tryAcquire(REQUEST)).isEmpty();
        second.template().acquire(REQUEST.waitTime(Duration.ofSeconds(5))).close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(MIN_HOLD);
    }

    @Test
    void isNotHandedToWhoeverWaitsInLineHereOrElsewhere() {
        long began = System.nanoTime();
        Lease lease = first.template().acquire(REQUEST);
        LockRequest waiting = REQUEST.waitTime(Duration.ofSeconds(5)).minHold(Duration.ZERO);
        CompletableFuture<Void> here = CompletableFuture.runAsync(
                () -> first.template().acquire(waiting).close());
        CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(
                () -> second.template().acquire(waiting).close());
        Await.until(() ->
                first.template().waiting("nightly") == 1 && second.template().waiting("nightly") == 1);
        lease.close();

        CompletableFuture.anyOf(here, elsewhere).join();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(MIN_HOLD);
        Await.value(CompletableFuture.allOf(here, elsewhere));
    }

    @Test
    void isCountedFromTheAcquisition() {
        first.template().execute(REQUEST, lease -> {
            Await.pass(MIN_HOLD.plusMillis(20));
            return null;
        });

        assertThat(second.template().tryAcquire(REQUEST.minHold(Duration.ZERO))).hasValueSatisfying(Lease::close);
    }

    @Test
    void isTakenAlsoWhenTheTemplateHasStoppedOrTheWorkHasFailed() {
        assertThatThrownBy(() -> first.template().execute(REQUEST, lease -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");
        first.close();

        assertThat(second.template().tryAcquire(REQUEST)).isEmpty();
        assertThat(Long.parseLong(server.command("PTTL", "lock:{nightly}"))).isBetween(1L, MIN_HOLD.toMillis());
    }

    /** Or it would be free at once, where the release was not executed. */
    @Test
    void isLeftToTheTtlWhenTheReleaseIsNotAnswered() {
        OddStore silent = new OddStore() {
            @Override
            public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
                return CompletableFuture.failedFuture(new StoreFailure(StoreFailure.Kind.UNKNOWN, "no answer", null));
            }
        };
        try (LockTemplate template = new LockTemplate(silent, RedisLocks.DEFAULTS, List.of())) {
            template.acquire(REQUEST).close();

            assertThat(template.tryAcquire(REQUEST)).isEmpty();
        }
    }

    @Test
    void thatIsLongerThanTheTtlIsRefusedUnlessItIsRenewed() {
        LockRequest longer = LockRequest.of("a").ttl(Duration.ofSeconds(1)).minHold(Duration.ofSeconds(2));

        assertThatThrownBy(() -> first.template().acquire(longer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minHold is 2000 ms, and the ttl 1000 ms");
        first.template().acquire(longer.renew(true)).close();
        assertThat(Long.parseLong(server.command("PTTL", "lock:{a}"))).isBetween(1_500L, 2_000L);
    }
}

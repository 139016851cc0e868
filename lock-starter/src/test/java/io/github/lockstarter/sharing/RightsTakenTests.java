package io.github.lockstarter.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A script that breaks off, since the user may not do what comes next, keeps what it has written: that must not be half a lease. */
class RightsTakenTests {

    private static final Duration TTL = Duration.ofMinutes(1);

    private final RedisServer server = RedisServer.start();

    private final RedisLocks locks = new RedisLocks(server).warm();

    private final LockStore store = locks.store();

    @BeforeEach
    void nothingIsThere() {
        server.command("FLUSHALL");
    }

    @AfterEach
    void end() {
        locks.close();
        server.close();
    }

    @Test
    void aCrowdThatCouldNotBeginLeavesNothing() {
        withoutSet(() -> assertThatThrownBy(() -> acquire(token(1, 3))).isInstanceOf(AssertionError.class));

        assertThat(server.command("KEYS", "lock:*")).isEmpty();
    }

    @Test
    void oneThatCouldNotJoinIsNotInside() {
        OwnerToken few = token(2, 2);
        assertThat(acquire(token(1, 3))).isInstanceOf(Grant.class);
        withoutSet(() -> assertThatThrownBy(() -> acquire(few)).isInstanceOf(AssertionError.class));

        assertThat(acquire(token(3, 3))).isInstanceOf(Grant.class);
        assertThat(acquire(few)).isInstanceOf(Busy.class);
    }

    @Test
    void aLeaseThatCouldNotBePassedOnIsStillHeld() {
        OwnerToken holder = token(1, 3);
        assertThat(acquire(holder)).isInstanceOf(Grant.class);
        Held held = new Held(List.of("a"), holder, TTL);
        Acquire next = new Acquire(List.of("a"), token(2, 3), TTL, 0, Standing.AHEAD);
        withoutSet(() ->
                assertThatThrownBy(() -> Await.value(store.release(held, next))).isInstanceOf(AssertionError.class));

        assertThat(Await.value(store.renew(held, TTL))).isEqualTo(Renewal.RENEWED);
        Release release = Await.value(store.release(held, null));
        assertThat(release.ours()).isTrue();
        assertThat(server.command("EXISTS", "lock:{a}", "lock:holders:{a}")).isEqualTo("0");
    }

    @Test
    void aLeaseIsRenewedAndReleasedWithoutThatRight() {
        OwnerToken holder = token(1, 3);
        assertThat(acquire(holder)).isInstanceOf(Grant.class);
        assertThat(acquire(token(2, 3))).isInstanceOf(Grant.class);
        Held held = new Held(List.of("a"), holder, TTL);
        withoutSet(() -> {
            assertThat(Await.value(store.renew(held, TTL.multipliedBy(2)))).isEqualTo(Renewal.RENEWED);
            assertThat(Await.value(store.release(held, null)).ours()).isTrue();
        });

        // As long as the one who is left.
        assertThat(Long.parseLong(server.command("PTTL", "lock:{a}"))).isLessThanOrEqualTo(TTL.toMillis() + 1);
    }

    private void withoutSet(Runnable part) {
        server.command("ACL", "SETUSER", "default", "-set");
        try {
            part.run();
        } finally {
            server.command("ACL", "SETUSER", "default", "+set");
        }
    }

    private Answer acquire(OwnerToken token) {
        CompletionStage<Answer> answer = store.acquire(Acquire.once(List.of("a"), token, TTL));
        return Await.value(answer);
    }

    private static OwnerToken token(int number, int permits) {
        return new OwnerToken("%032x@test".formatted(number)).withPermits(permits);
    }
}

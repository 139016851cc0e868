package io.github.lockstarter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.LeaseLostException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What somebody reads who has to do with a lock that was not had, or not kept: which, who, how long, and what to do. */
class MessagesTests {

    private static final Set<String> ONE = Set.of("item:a1");

    private static final Set<String> TWO = new LinkedHashSet<>(List.of("item:a1", "item:b2"));

    private static final Duration WAITED = Duration.ofMillis(2042);

    private static final Instant SINCE = Instant.parse("2026-11-26T13:37:19.796123Z");

    @Test
    void aBusyLockSaysWhoHoldsItSinceWhenAndHowLongTheCallTried() {
        LockNotAcquiredException busy =
                new LockNotAcquiredException("Bids-place", ONE, 5, WAITED, "shop-7:4711:aa32a500", SINCE, Set.of());

        assertThat(busy)
                .hasMessage(
                        "Lock 'item:a1' (Bids-place) not acquired after 5 attempts in 2042 ms: held by shop-7:4711:aa32a500 since 2026-11-26T13:37:19.796Z. The method has not run; to wait longer, raise retries, retryDelay or waitTime")
                .hasNoCause();
        assertThat(busy.name()).isEqualTo("Bids-place");
        assertThat(busy.keys()).isEqualTo(ONE);
        assertThat(busy.attempts()).isEqualTo(5);
        assertThat(busy.waited()).isEqualTo(WAITED);
        assertThat(busy.owner()).contains("shop-7:4711:aa32a500");
        assertThat(busy.heldSince()).contains(SINCE);
    }

    @Test
    void whatIsNotKnownOfABusyLockIsNotMadeUp() {
        LockNotAcquiredException busy =
                new LockNotAcquiredException("Bids-place", TWO, 1, WAITED, null, null, Set.of("outer"));

        assertThat(busy)
                .hasMessage(
                        "Locks 'item:a1', 'item:b2' (Bids-place) not acquired after 1 attempt in 2042 ms: held by another owner. This thread held lock 'outer' meanwhile: calls that nest locks in opposite order wait for each other. The method has not run; to wait longer, raise retries, retryDelay or waitTime");
        assertThat(busy.owner()).isEmpty();
        assertThat(busy.heldSince()).isEmpty();
        assertThat(new LockNotAcquiredException("Bids-place", ONE, 0, WAITED, null, null, Set.of()))
                .hasMessageStartingWith("Lock 'item:a1' (Bids-place) not acquired in 2042 ms: held by another owner");
    }

    @Test
    void tooManyCallsThatWaitAreCounted() {
        LockNotAcquiredException many =
                LockNotAcquiredException.tooManyWaiting("Bids-place", ONE, Duration.ZERO, 1_000);

        assertThat(many)
                .hasMessage(
                        "Lock 'item:a1' (Bids-place) not acquired: 1000 calls of this JVM already wait for it, as many as distributed-lock.max-waiters allows. The method has not run");
        assertThat(many.attempts()).isZero();
        assertThat(many.waited()).isZero();
        assertThat(many.owner()).isEmpty();
        assertThat(many.heldSince()).isEmpty();
        assertThat(LockNotAcquiredException.tooManyWaiting("Bids-place", ONE, WAITED, 1))
                .hasMessageContaining("1 call of this JVM already waits for it");
    }

    @Test
    void aLostLeaseSaysWhyAndWhetherTheMethodHadFinished() {
        LeaseLostException expired =
                new LeaseLostException("Bids-place", ONE, Reason.EXPIRED, Duration.ofMillis(5_012), true);

        assertThat(expired)
                .hasMessage(
                        "Lease on lock 'item:a1' (Bids-place) lost after 5012 ms: its ttl was over and no renewal had come through: the method takes longer, or this JVM or Redis stood still. Let the ttl be longer than the method may take, or renew it; if it is renewed, raise maxHold. The method had finished; what it wrote stands unless fenced or rolled back; do not retry blindly");
        assertThat(expired.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(expired.heldFor()).isEqualTo(Duration.ofMillis(5_012));
        assertThat(expired.methodCompleted()).isTrue();
        LeaseLostException refused = new LeaseLostException("Bids-place", TWO, Reason.REFUSED, WAITED, false);
        assertThat(refused)
                .hasMessage(
                        "Lease on locks 'item:a1', 'item:b2' (Bids-place) lost after 2042 ms: the store no longer knows it (key deleted, overwritten or evicted, data lost, or released by force)");
        assertThat(refused.methodCompleted()).isFalse();
        assertThat(new LeaseLostException("Bids-place", ONE, Reason.RELEASED, WAITED, false))
                .hasMessageEndingWith("lost after 2042 ms: it was closed before");
    }

    @Test
    void anUnavailableStoreAndAnInterruptSayWhichLockItWas() {
        Exception cause = new IllegalStateException();
        InterruptedException interrupt = new InterruptedException();

        assertThat(new LockStoreException("Bids-place", ONE, "not acquired: no answer", cause))
                .hasMessage("Lock 'item:a1' (Bids-place) not acquired: no answer")
                .hasCause(cause);
        assertThat(new LockInterruptedException("Bids-place", TWO, interrupt))
                .hasMessage(
                        "Interrupted while waiting for locks 'item:a1', 'item:b2' (Bids-place): somebody wants this thread to end, as a shutdown or a cancelled task does. The method has not run")
                .hasCause(interrupt);
    }

    @Test
    void aConfigurationThatCannotWorkSaysWhatToDo() {
        Exception cause = new IllegalStateException();

        assertThat(new LockConfigurationException("what", "do", cause))
                .hasMessage("what")
                .hasCause(cause);
        assertThat(new LockConfigurationException("what", "do"))
                .hasNoCause()
                .satisfies(wrong -> assertThat(wrong.action()).isEqualTo("do"));
    }

    @Test
    void hiddenKeysAreInNoMessage() {
        Set<String> hidden = HiddenKeys.of(TWO);

        assertThat(new LockNotAcquiredException("Bids-place", hidden, 1, WAITED, null, null, hidden))
                .hasMessage(
                        "Locks (Bids-place) not acquired after 1 attempt in 2042 ms: held by another owner. This thread held locks meanwhile: calls that nest locks in opposite order wait for each other. The method has not run; to wait longer, raise retries, retryDelay or waitTime");
    }

    @Test
    void durationsReadAsPeopleSayThem() {
        assertThat(List.of(9_999L, 10_000L, 7_199_999L, 7_200_000L))
                .extracting(millis -> Words.of(Duration.ofMillis(millis)))
                .containsExactly("9999 ms", "10 s", "7199 s", "2 h");
    }

    @Test
    void aRequestThatCannotWorkSaysWhatMayBe() {
        assertThatThrownBy(() -> LockRequest.of("a").ttl(Duration.ofHours(25)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ttl is 25 h: it may be 10 ms to 24 h.");
    }
}

package io.github.lockstarter.userstests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.memory.InMemoryLockStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@Tag("boot3-in-ci")
@SpringBootTest(
        properties = {
            "distributed-lock.store=memory",
            "distributed-lock.locks.BidService-placeBid.retries=0" // busy at once
        })
class BidServiceTests {

    @Autowired
    BidService bids;

    @Autowired
    InMemoryLockStore locks;

    @MockitoBean
    Items items;

    @AfterEach
    void forgetAllLocks() {
        locks.reset();
    }

    @Test
    void bidsForOneItemExcludeEachOther() {
        locks.makeBusy("item:a1");

        assertThatExceptionOfType(LockNotAcquiredException.class)
                .isThrownBy(() -> bids.placeBid("a1", 120))
                .satisfies(busy -> assertThat(busy.keys()).containsExactly("item:a1"));
        verify(items, never()).save(any(), anyLong());
        bids.placeBid("b2", 120); // another item, another lock
    }

    @Test
    void theItemIsLockedWhileTheBidIsSaved() {
        doAnswer(call -> assertThat(locks.heldKeys()).containsExactly("item:a1"))
                .when(items)
                .save("a1", 120);

        bids.placeBid("a1", 120);

        verify(items).save("a1", 120);
        assertThat(locks.isHeld("item:a1")).isFalse();
    }

    @Test
    void aLeaseThatIsLostIsToldToTheCaller() {
        doAnswer(call -> {
                    locks.steal("item:a1");
                    return null;
                })
                .when(items)
                .save("a1", 120);

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> bids.placeBid("a1", 120))
                .satisfies(lost -> assertThat(lost.methodCompleted()).isTrue());
    }

    @Test
    void nothingIsSavedWithoutTheLock() {
        doAnswer(call -> {
                    locks.steal("item:a1");
                    CurrentLease.require().ensure(Duration.ofSeconds(5)); // renews, and is refused
                    return 100L;
                })
                .when(items)
                .highest("a1");

        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> bids.placeBid("a1", 120));
        verify(items, never()).save(any(), anyLong());
    }

    @Test
    void withoutRedisNoBidIsTaken() {
        locks.makeUnavailable();

        assertThatExceptionOfType(LockStoreException.class).isThrownBy(() -> bids.placeBid("a1", 120));
        verify(items, never()).save(any(), anyLong());
    }

    @Test
    void whoFindsThePriceLockedGetsTheFallback() {
        locks.makeBusy("item:a1");

        assertThat(bids.price("a1")).isEqualTo("unknown");
    }

    @Test
    void closingIsSkippedWhereAnotherInstanceDoesIt() {
        locks.makeBusy("closing");

        bids.closeAuctions();

        verify(items, never()).save(any(), anyLong());
    }
}

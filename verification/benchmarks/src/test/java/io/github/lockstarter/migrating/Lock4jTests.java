package io.github.lockstarter.migrating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.baomidou.lock.DefaultLockFailureStrategy;
import com.baomidou.lock.LockFailureStrategy;
import com.baomidou.lock.LockInfo;
import com.baomidou.lock.LockTemplate;
import com.baomidou.lock.annotation.Lock4j;
import com.baomidou.lock.exception.LockFailureException;
import com.baomidou.lock.spring.boot.autoconfigure.Lock4jProperties;
import io.github.lockstarter.DistributedLock;
import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("in-ci")
class Lock4jTests {

    private static @Nullable Side side;

    private static volatile Visits visits = new Visits();

    private static volatile Set<String> keysInside = Set.of();

    private LockTemplate theirs;

    @BeforeAll
    static void start() {
        side = Side.withLock4j(BidsBefore.class, BidsInBoth.class, Bids.class, Peculiar.class, Quiet.class);
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @BeforeEach
    void forgetAllLocks() {
        side.redis.command("FLUSHALL");
        visits = new Visits();
        theirs = side.bean(LockTemplate.class);
    }

    @Test
    void theOldAndTheNewDoNotExcludeEachOther() {
        assertThat(visits.bothGetIn(
                        () -> side.bean(BidsBefore.class).placeBid("a1", 120),
                        () -> side.bean(Bids.class).placeBid("a1", 130)))
                .isTrue();
    }

    @Test
    void theReleaseBetweenExcludesBoth() {
        assertThat(visits.bothGetIn(
                        () -> side.bean(BidsBefore.class).placeBid("a1", 120),
                        () -> side.bean(BidsInBoth.class).placeBid("a1", 130)))
                .isFalse();
        visits = new Visits();
        assertThat(visits.bothGetIn(
                        () -> side.bean(BidsInBoth.class).placeBid("a1", 120),
                        () -> side.bean(Bids.class).placeBid("a1", 130)))
                .isFalse();
    }

    @Test
    void theirsIsTheOuterOne() {
        theirs.lock("lock4j:item#a1", 10_000, 0);

        side.bean(BidsInBoth.class).placeBid("a1", 120); // Quiet is the only strategy, and says nothing

        assertThat(side.keys().keySet()).containsExactly("lock4j:item#a1");
    }

    @Test
    void theirDefaults() {
        Lock4jProperties properties = new Lock4jProperties();

        assertThat(properties.getExpire()).isEqualTo(30_000);
        assertThat(properties.getAcquireTimeout()).isEqualTo(3_000);
        assertThat(properties.getRetryInterval()).isEqualTo(100);
        assertThat(properties.getLockKeyPrefix()).isEqualTo("lock4j");
    }

    @Test
    void theirLeaseIsRenewedIfNothingIsSaidOfItsEnd() {
        Lock4jProperties properties = side.bean(Lock4jProperties.class);
        properties.setExpire(3000L);
        try {
            theirs.lock("lock4j:renewed", -1, 0);
            LockInfo fixed = theirs.lock("lock4j:fixed", 3000, 0);
            await().dontCatchUncaughtExceptions().until(() -> side.pttl("lock4j:renewed") < 2500);
            await().dontCatchUncaughtExceptions().until(() -> side.pttl("lock4j:renewed") > 2700);

            assertThat(side.pttl("lock4j:fixed")).isLessThan(2500);
            theirs.releaseLock(fixed);
        } finally {
            properties.setExpire(30_000L);
        }
    }

    @Test
    void theirNestedCallsWaitForThemselves() {
        LockInfo outer = theirs.lock("lock4j:item:#a1", 10_000, 0);

        assertThat(outer).isNotNull();
        assertThat(theirs.lock("lock4j:item:#a1", 10_000, 200)).isNull();
    }

    @Test
    void theirNullIsAKey() {
        side.bean(Peculiar.class).theirs(null);
        assertThat(keysInside).containsExactly("lock4j:item#null");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> side.bean(Peculiar.class).ours(null));
    }

    @Test
    void theirKeysAreJoinedToOne() {
        side.bean(Peculiar.class).joined("a", "b");

        assertThat(keysInside).containsExactly("lock4j:transfer#a.b");
    }

    @Test
    void theirBusyLockIsAnExceptionOrNullAsTheStrategyHasIt() {
        theirs.lock("lock4j:item#a1", 10_000, 0);

        assertThatExceptionOfType(LockFailureException.class)
                .isThrownBy(() -> new DefaultLockFailureStrategy().onLockFailure("a1", null, null));
        assertThat(side.bean(Peculiar.class).quiet("a1")).isNull();
    }

    static class BidsBefore {

        @Lock4j(name = "item", keys = "#id", expire = 5000, acquireTimeout = 2000)
        public void placeBid(String id, long amount) {
            save(id, amount);
        }
    }

    static class BidsInBoth {

        @Lock4j(name = "item", keys = "#id", acquireTimeout = 2000) // renewed, since it is the outer one
        @DistributedLock(key = "'item:' + #id", ttl = "5s", waitTime = "2s")
        public void placeBid(String id, long amount) {
            save(id, amount);
        }
    }

    static class Bids {

        @DistributedLock(key = "'item:' + #id", ttl = "5s", waitTime = "2s")
        public void placeBid(String id, long amount) {
            save(id, amount);
        }
    }

    static class Peculiar {

        @Lock4j(name = "item", keys = "#id", acquireTimeout = 0)
        public void theirs(@Nullable String id) {
            keysInside = side.keys().keySet();
        }

        @DistributedLock(key = "'item:' + #id")
        public void ours(@Nullable String id) {}

        @Lock4j(
                name = "transfer",
                keys = {"#from", "#to"})
        public void joined(String from, String to) {
            keysInside = side.keys().keySet();
        }

        @Lock4j(name = "item", keys = "#id", acquireTimeout = 0, failStrategy = Quiet.class)
        public @Nullable String quiet(String id) {
            return "run";
        }
    }

    static class Quiet implements LockFailureStrategy {

        @Override
        public void onLockFailure(String key, Method method, Object[] arguments) {}
    }

    private static void save(String id, long amount) {
        visits.stay();
    }
}

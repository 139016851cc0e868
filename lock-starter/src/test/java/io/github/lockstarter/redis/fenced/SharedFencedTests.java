package io.github.lockstarter.redis.fenced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.store.StoredLease;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fenced with a lease that others may have beside. */
class SharedFencedTests {

    private static final LockRequest SHARED = LockRequest.of("a").mode(LockMode.SHARED);

    private static RedisLocks locks;

    private final RedisServer server = TestRedis.empty();

    private final Lease another = locks.template().acquire(SHARED);

    private final Lease lease = locks.template().acquire(SHARED);

    @BeforeAll
    static void start() {
        locks = new RedisLocks(TestRedis.empty());
    }

    @AfterEach
    void release() {
        lease.close();
        another.close();
    }

    @AfterAll
    static void stop() {
        locks.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
    void writesWhileTheLeaseIsHeld(FencedRedisTests.Write write) {
        write.by(new FencedRedis(locks.store()).template(lease));

        assertThat(server.command("EXISTS", "written")).isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
    void refusesOnceItHasExpiredThoughAnotherOneHoldsTheLock(FencedRedisTests.Write write) {
        String token = ((StoredLease) lease).held().token().value();
        server.command("ZADD", "lock:holders:{a}", "XX", "1", token);

        assertThatThrownBy(() -> write.by(new FencedRedis(locks.store()).template(lease)))
                .isInstanceOf(LeaseLostException.class);

        assertThat(server.command("EXISTS", "written")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("io.github.lockstarter.redis.fenced.FencedRedisTests#writes")
    void refusesOnceOneHoldsTheLockAlone(FencedRedisTests.Write write) {
        server.command("SET", "lock:{a}", "0123@other");

        assertThatThrownBy(() -> write.by(new FencedRedis(locks.store()).template(lease)))
                .isInstanceOf(LeaseLostException.class);

        assertThat(server.command("EXISTS", "written")).isEqualTo("0");
    }
}

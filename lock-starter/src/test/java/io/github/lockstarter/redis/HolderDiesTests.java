package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.JavaProcess;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("many-rounds")
class HolderDiesTests {

    private static final Duration TTL = Duration.ofSeconds(2);

    @Test
    void aWaiterGetsTheLockOfADeadJvmWhenItsTtlIsOverAndNotBefore() {
        RedisServer server = TestRedis.empty();
        try (RedisLocks locks = new RedisLocks(server);
                JavaProcess holder = JavaProcess.start(
                        HolderJvm.class,
                        List.of(),
                        List.of(Integer.toString(server.port()), Long.toString(TTL.toMillis())))) {
            locks.template().acquire(LockRequest.of("warm-up")).close();
            String[] held = holder.awaitLine(line -> line.startsWith("held "), Duration.ofSeconds(30))
                    .split(" ");
            holder.kill();

            try (Lease lease = locks.template()
                    .acquire(LockRequest.of("a").waitTime(TTL.plusSeconds(1)).retryDelay(Duration.ofSeconds(1)))) {
                long now = System.nanoTime();
                // System.nanoTime is one clock for all JVMs of a Linux host. Redis counts in whole milliseconds.
                assertThat(now - Long.parseLong(held[1]))
                        .isGreaterThan(TTL.toNanos() - TimeUnit.MILLISECONDS.toNanos(2));
                assertThat(now - Long.parseLong(held[2]))
                        .isLessThan(TTL.toNanos() + TimeUnit.MILLISECONDS.toNanos(450));
                assertThat(lease.fencingToken()).isGreaterThan(Long.parseLong(held[3]));
            }
        }
    }
}

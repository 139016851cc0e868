package io.github.lockstarter.redis.fenced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.LimitedUser;
import io.github.lockstarter.testing.RedisLocks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A fenced client has the rights of its user, no fewer and no more. */
@Tag("boot3-in-ci")
class LimitedFencedTests {

    @Test
    void whatTheUserMayDoItMayDoFencedToo() {
        try (RedisServer server = RedisServer.start()) {
            LimitedUser.on(server);
            LimitedUser.besides(server, "~item:*");
            try (RedisLocks locks = new RedisLocks(LimitedUser.lettuce(server), RedisLocks.DEFAULTS).warm()) {
                StringRedisTemplate fenced = new FencedRedis(locks.store()).template();

                locks.template().execute(LockRequest.of("item:a1"), lease -> {
                    assertThat(fenced.opsForValue().increment("item:a1")).isOne();
                    assertThatThrownBy(() -> fenced.opsForValue().increment("user:1"))
                            .hasStackTraceContaining("can't access at least one of the keys");
                    assertThatThrownBy(() -> fenced.opsForList().rightPush("item:a1", "x"))
                            .hasStackTraceContaining("can't run this command");
                    assertThatThrownBy(() -> fenced.execute((RedisCallback<?>) LimitedFencedTests::flushAll))
                            .hasStackTraceContaining("can't run this command");
                    return null;
                });
                assertThat(server.command("EXISTS", "item:a1", "user:1")).isEqualTo("1");
            }
        }
    }

    private static Object flushAll(RedisConnection connection) {
        connection.serverCommands().flushAll();
        return null;
    }
}

package io.github.lockstarter.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisSentinels;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.LimitedUser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** As the users of docs/security.md, one of the servers and one of the Sentinels. */
@Tag("in-ci")
class SentinelLimitedUserTests {

    @Test
    void locksAreGrantedByTheMasterThatTheSentinelsName() {
        try (RedisSentinels sentinels = RedisSentinels.builder().replicas(1).start()) {
            sentinels.servers().forEach(LimitedUser::on);
            sentinels.sentinelServers().forEach(LimitedUser::onSentinel);

            assertThat(granted(LimitedUser.lettuce(sentinels))).isTrue();
            assertThat(granted(LimitedUser.jedis(sentinels))).isTrue();
            assertThat(sentinels.sentinelServers())
                    .allSatisfy(sentinel ->
                            assertThat(LimitedUser.refused(sentinel)).isEmpty());
        }
    }

    private static boolean granted(RedisConnectionFactory factory) {
        OwnerToken token = new OwnerToken("%032x@test".formatted(1));
        try (RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1))) {
            LockStore locks = store;
            Acquire acquire = Acquire.once(List.of("a"), token, Duration.ofSeconds(10));
            boolean granted = Await.value(locks.acquire(acquire)) instanceof Grant;
            Await.value(locks.withdraw(acquire));
            return granted;
        } finally {
            LimitedUser.end(factory);
        }
    }
}

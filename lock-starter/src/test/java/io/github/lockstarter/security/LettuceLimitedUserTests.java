package io.github.lockstarter.security;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.LimitedUser;
import org.junit.jupiter.api.Tag;
import org.springframework.data.redis.connection.RedisConnectionFactory;

@Tag("in-ci")
class LettuceLimitedUserTests extends LimitedUserContract {

    @Override
    RedisConnectionFactory connections(RedisServer redis) {
        return LimitedUser.lettuce(redis);
    }
}

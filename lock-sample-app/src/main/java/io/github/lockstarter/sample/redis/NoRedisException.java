package io.github.lockstarter.sample.redis;

import org.jspecify.annotations.Nullable;

/** The sample was told of no Redis and cannot bring its own. */
final class NoRedisException extends RuntimeException {

    private static final String USE_ANOTHER =
            "set spring.data.redis.host or spring.data.redis.url to a Redis (6.2 or later) that runs";

    private final String action;

    private NoRedisException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    static NoRedisException portTaken(int port) {
        return new NoRedisException(
                "The sample keeps its Redis on port " + port
                        + " of 127.0.0.1, and something that is no Redis listens there.",
                "Set sample.redis.port to a free port, or end what listens there, or " + USE_ANOTHER + ".",
                null);
    }

    static NoRedisException wantsPassword(int port) {
        return new NoRedisException(
                "The sample keeps its Redis on port " + port
                        + " of 127.0.0.1, and the one that listens there wants a password.",
                "Set sample.redis.port to a free port; or, to use that Redis, set spring.data.redis.port and"
                        + " spring.data.redis.password.",
                null);
    }

    static NoRedisException notStarted(int port, RuntimeException cause) {
        return new NoRedisException(
                "Nothing is set under spring.data.redis, and the sample cannot start a Redis of its own on port " + port
                        + " of 127.0.0.1: " + cause.getMessage(),
                "Name a redis-server executable with -Dredis.bin=/path/to/redis-server, or " + USE_ANOTHER + ".",
                cause);
    }

    String action() {
        return action;
    }
}

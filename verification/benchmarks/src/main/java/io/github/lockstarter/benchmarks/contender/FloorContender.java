package io.github.lockstarter.benchmarks.contender;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** The least that a safe lock can send: one SET NX PX with a random token, one script that compares and deletes. */
final class FloorContender implements Contender {
    private static final String RELEASE =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

    private final RedisClient client;
    private final RedisAsyncCommands<String, String> commands;
    private final String sha;

    FloorContender(int port) {
        client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        commands = client.connect().async();
        try {
            sha = commands.scriptLoad(RELEASE).get();
        } catch (Exception e) {
            throw new IllegalStateException("The script of the floor cannot be loaded.", e);
        }
    }

    @Override
    public Session session(String key) {
        return new FloorSession("floor:" + key);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    /** One thread at one key. */
    private final class FloorSession implements Session {
        private final String[] keys;
        private final SetArgs ifAbsent = SetArgs.Builder.nx().px(Terms.LEASE.toMillis());
        private String token = "";

        FloorSession(String key) {
            keys = new String[] {key};
        }

        @Override
        public void acquire() throws Exception {
            token = UUID.randomUUID().toString();
            while (commands.set(keys[0], token, ifAbsent).get() == null) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(500_000, 1_000_000));
            }
        }

        @Override
        public void release() throws Exception {
            Long deleted = commands.<Long>evalsha(sha, ScriptOutputType.INTEGER, keys, token)
                    .get();
            Terms.check(deleted == 1);
        }
    }
}

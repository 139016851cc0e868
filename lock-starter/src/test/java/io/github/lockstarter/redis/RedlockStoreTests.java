package io.github.lockstarter.redis;

import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.LockStoreContract;
import io.github.lockstarter.testing.RedlockServers;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The contract on five masters. */
@Tag("boot3-in-ci")
class RedlockStoreTests extends LockStoreContract {

    private static RedlockServers servers;

    private RedlockServers.Jvm jvm;

    @BeforeAll
    static void start() {
        servers = new RedlockServers(5);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @BeforeEach
    void begin() {
        servers.empty();
        jvm = servers.jvm(Duration.ofSeconds(1), Duration.ZERO);
    }

    @AfterEach
    void end() {
        jvm.close();
    }

    @Override
    protected LockStore store() {
        return jvm.store();
    }

    @Override
    protected void elapse(Duration time) {
        servers.servers().forEach(server -> TestRedis.elapse(server, time));
    }
}

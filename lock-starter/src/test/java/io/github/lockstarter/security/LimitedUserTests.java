package io.github.lockstarter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.LimitedUser;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** The user of docs/security.md may do what locks need, all of which they do need, and nothing else. */
@Tag("boot3-in-ci")
class LimitedUserTests {

    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        server.command("FLUSHALL");
        server.command("SCRIPT", "FLUSH");
        LimitedUser.on(server);
        server.command("ACL", "LOG", "RESET");
    }

    static Stream<String> commands() {
        return LimitedUser.commands().stream();
    }

    @Test
    void isRefusedNothingThatLocksAskFor() throws Exception {
        with(LimitedUser.lettuce(server), EveryStep::run);
        with(LimitedUser.jedis(server), EveryStep::run);

        assertThat(LimitedUser.refused(server)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void needsEachCommand(String command) throws Exception {
        List<RedisConnectionFactory> clients = List.of(LimitedUser.lettuce(server), LimitedUser.jedis(server));
        server.command("ACL", "SETUSER", LimitedUser.NAME, "-" + command);

        for (RedisConnectionFactory client : clients) {
            with(
                    client,
                    store -> EveryStep.runUntil(
                            store, () -> LimitedUser.refused(server).contains(command)));
        }

        Await.until(() -> LimitedUser.refused(server).contains(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FLUSHALL",
                "FLUSHDB",
                "KEYS *",
                "SCAN 0",
                "CONFIG GET *",
                "CONFIG SET maxmemory 1mb",
                "INFO",
                "MONITOR",
                "ACL WHOAMI",
                "SCRIPT FLUSH",
                "SHUTDOWN",
                "GET item:a1",
                "SET item:a1 1",
                "DEL locks",
                "EVAL return 1 1 item:a1",
                "PUBLISH news 1",
                "SUBSCRIBE news",
                "SUBSCRIBE lock:news"
            })
    void mayNotDoAnythingElse(String command) {
        try (RespConnection connection = LimitedUser.connection(server)) {
            assertThatThrownBy(() -> connection.send(command.split(" "))).hasMessageStartingWith("NOPERM");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis.call('FLUSHALL')", "redis.call('SET', 'item:a1', '1')", "redis.call('KEYS', '*')"})
    void mayNotDoSoInAScriptEither(String lua) {
        try (RespConnection connection = LimitedUser.connection(server)) {
            assertThatThrownBy(() -> connection.send("EVAL", lua, "0")).isInstanceOf(IllegalStateException.class);
        }
        assertThat(LimitedUser.refused(server)).isNotEmpty();
        assertThat(server.command("EXISTS", "item:a1")).isEqualTo("0");
    }

    @Test
    void needNotBeAllowedToAskWhatEndangersLocks() throws Exception {
        with(
                LimitedUser.lettuce(server),
                store -> assertThat(Await.value(store.dangers())).isEmpty());

        assertThat(LimitedUser.refused(server)).containsExactly("info");
    }

    private static void with(RedisConnectionFactory factory, Steps steps) throws Exception {
        try (RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1))) {
            store.connect();
            steps.take(store);
        } finally {
            LimitedUser.end(factory);
        }
    }

    private interface Steps {

        void take(RedisLockStore store) throws Exception;
    }
}

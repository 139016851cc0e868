package io.github.lockstarter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.LimitedUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

        assertThat(refused()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void needsEachCommand(String command) throws Exception {
        List<RedisConnectionFactory> clients = List.of(LimitedUser.lettuce(server), LimitedUser.jedis(server));
        server.command("ACL", "SETUSER", LimitedUser.NAME, "-" + command);

        for (RedisConnectionFactory client : clients) {
            with(client, store -> EveryStep.runUntil(store, () -> refused().contains(command)));
        }

        Await.until(() -> refused().contains(command));
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
        assertThat(refused()).isNotEmpty();
        assertThat(server.command("EXISTS", "item:a1")).isEqualTo("0");
    }

    @Test
    void needNotBeAllowedToAskWhatEndangersLocks() throws Exception {
        with(
                LimitedUser.lettuce(server),
                store -> assertThat(Await.value(store.dangers())).isEmpty());

        assertThat(refused()).containsExactly("info");
    }

    private static void with(RedisConnectionFactory factory, Steps steps) throws Exception {
        try (RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1))) {
            store.connect();
            steps.take(store);
        } finally {
            LimitedUser.end(factory);
        }
    }

    /** Commands, keys and channels that were refused to somebody. */
    private static Set<String> refused() {
        List<String> log = new ArrayList<>(server.command("ACL", "LOG").lines().toList());
        Set<String> refused = new TreeSet<>();
        for (int i = 0; i + 1 < log.size(); i++) {
            if (log.get(i).equals("object")) {
                refused.add(log.get(i + 1));
            }
        }
        return refused;
    }

    private interface Steps {

        void take(RedisLockStore store) throws Exception;
    }
}

package io.github.lockstarter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RespConnectionTests {
    private static RedisServer server;

    private RespConnection connection;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        connection = RespConnection.open(server.host(), server.port(), Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void eachKindOfReplyIsText() {
        assertThat(connection.send("SET", "kind", "größe\r\n")).isEqualTo("OK");
        assertThat(connection.send("GET", "kind")).isEqualTo("größe\r\n");
        assertThat(connection.send("SET", "kind", "")).isEqualTo("OK");
        assertThat(connection.send("GET", "kind")).isEmpty();
        assertThat(connection.send("GET", "missing")).isEqualTo("(nil)");
        assertThat(connection.send("BLPOP", "missing", "0.01")).isEqualTo("(nil)");
        assertThat(connection.send("INCR", "number")).isEqualTo("1");
        assertThat(connection.send("MGET", "number", "missing")).isEqualTo("1\n(nil)");
        assertThat(connection.send("KEYS", "missing")).isEmpty();
    }

    @Test
    void elementsOfAnArrayMayHoldNewlines() {
        connection.send("RPUSH", "list", "a\nb", "", "c");
        assertThat(connection.sendForElements("LRANGE", "list", "0", "-1")).containsExactly("a\nb", "", "c");
        assertThat(connection.sendForElements("LRANGE", "missing", "0", "-1")).isEmpty();
        assertThat(connection.sendForElements("LLEN", "list")).containsExactly("3");
        assertThatIllegalStateException()
                .isThrownBy(() -> connection.sendForElements("NOSUCH"))
                .withMessageStartingWith("ERR unknown command");
    }

    @Test
    void errorIsThrownAndTheConnectionStaysUsable() {
        assertThatIllegalStateException()
                .isThrownBy(() -> connection.send("NOSUCH"))
                .withMessageStartingWith("ERR unknown command");
        assertThat(connection.send("PING")).isEqualTo("PONG");
    }

    @Test
    void errorWithinAnArrayIsThrownAndTheConnectionStaysUsable() {
        connection.send("MULTI");
        connection.send("SET", "text", "a");
        connection.send("INCR", "text");
        connection.send("GET", "text");
        assertThatIllegalStateException()
                .isThrownBy(() -> connection.send("EXEC"))
                .withMessageStartingWith("ERR value is not an integer");
        assertThat(connection.send("PING")).isEqualTo("PONG");
    }

    @Test
    void connectionClosedByTheServerIsSeen() {
        connection.send("CLIENT", "KILL", "SKIPME", "no", "TYPE", "normal");
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> connection.send("PING"));
    }
}

package io.github.lockstarter.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.LimitedUser;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** What others have put where a lock belongs is another owner's lock, whatever it says, and nothing in it is executed. */
@Tag("boot3-in-ci")
class ForeignValueTests {

    private static final LockRequest ONCE =
            LockRequest.of("a").ttl(Duration.ofSeconds(10)).retries(0);

    private static final byte[] KEY = "lock:{a}".getBytes(UTF_8);

    private static RedisLocks lettuce;

    private static RedisLocks jedis;

    private static RedisConnectionFactory writer;

    private final RedisServer server = TestRedis.empty();

    @BeforeAll
    static void begin() {
        RedisServer server = TestRedis.empty();
        writer = TestRedis.jedis(server);
        lettuce = new RedisLocks(server).warm();
        jedis = new RedisLocks(TestRedis.jedis(server), RedisLocks.DEFAULTS).warm();
    }

    @AfterAll
    static void end() {
        lettuce.close();
        jedis.close();
        LimitedUser.end(writer);
    }

    @BeforeEach
    void noObjectWasRead() {
        Trap.sprung = false;
    }

    static Stream<byte[]> values() throws IOException {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return Stream.of(
                serialized(new Trap()),
                bytes,
                new byte[0],
                new byte[100_000],
                "{\"@class\":\"java.lang.ProcessBuilder\",\"command\":[\"true\"]}".getBytes(UTF_8),
                "T(java.lang.Runtime).getRuntime().exit(1)".getBytes(UTF_8),
                "@".getBytes(UTF_8),
                "kept:".getBytes(UTF_8),
                "-1".getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("values")
    void isBusyUntilItExpires(byte[] value) {
        for (RedisLocks locks : new RedisLocks[] {lettuce, jedis}) {
            write(value);

            assertThatExceptionOfType(LockNotAcquiredException.class)
                    .isThrownBy(() -> locks.template().acquire(ONCE));
            assertThat(read()).isEqualTo(value);
            TestRedis.elapse(server, Duration.ofSeconds(61));
            locks.template().acquire(ONCE).close();
        }
        assertThat(Trap.sprung).isFalse();
    }

    @Test
    void noLineOfALogIsForged() {
        for (String instance : List.of("web-1\n13:37 WARN all is lost", "web\u202e1", "\u2028", "x".repeat(300))) {
            write(("0123@" + instance).getBytes(UTF_8));

            assertThatExceptionOfType(LockNotAcquiredException.class)
                    .isThrownBy(() -> lettuce.template().acquire(ONCE))
                    .withMessageContaining("held by another owner")
                    .satisfies(busy -> assertThat(busy.owner()).isEmpty());
        }
    }

    @Test
    void theTrapWouldSpring() throws Exception {
        new ObjectInputStream(new ByteArrayInputStream(serialized(new Trap()))).readObject();

        assertThat(Trap.sprung).isTrue();
    }

    @Test
    void aKeyOfAnotherTypeIsRefused() {
        Map<String, String[]> commands = Map.of(
                "list", new String[] {"RPUSH", "lock:{a}", "x"},
                "hash", new String[] {"HSET", "lock:{a}", "field", "x"});
        commands.values().forEach(command -> {
            server.command("DEL", "lock:{a}");
            server.command(command);

            assertThatExceptionOfType(LockStoreException.class)
                    .isThrownBy(() -> lettuce.template().acquire(ONCE))
                    .withMessageContaining("A key of another kind stands where the lock belongs");
        });
    }

    private static void write(byte[] value) {
        try (RedisConnection connection = writer.getConnection()) {
            connection.stringCommands().pSetEx(KEY, 60_000, value);
        }
    }

    private static byte[] read() {
        try (RedisConnection connection = writer.getConnection()) {
            return connection.stringCommands().get(KEY);
        }
    }

    private static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** Notes that it was deserialised. */
    static final class Trap implements Serializable {

        private static final long serialVersionUID = 1;

        static volatile boolean sprung;

        private void readObject(ObjectInputStream in) {
            sprung = true;
        }
    }
}

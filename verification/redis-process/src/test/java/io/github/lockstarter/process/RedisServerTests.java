package io.github.lockstarter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTests {
    @Test
    void startsAndAnswers() {
        try (RedisServer server = RedisServer.start()) {
            assertThat(server.command("PING")).isEqualTo("PONG");
            assertThat(server.isAlive()).isTrue();
            assertThat(server.host()).isEqualTo("127.0.0.1");
            assertThat(server.command("CONFIG", "GET", "port")).isEqualTo("port\n" + server.port());
            assertThat(server.command("INFO", "server")).contains("process_id:" + server.pid() + "\r\n");
            assertThat(server.command("CONFIG", "GET", "save")).isEqualTo("save\n");
        }
    }

    @Test
    void ownFlagsWin() {
        try (RedisServer server = RedisServer.start("--maxmemory", "10mb", "--save", "60 1")) {
            assertThat(server.command("CONFIG", "GET", "maxmemory")).isEqualTo("maxmemory\n10485760");
            assertThat(server.command("CONFIG", "GET", "save")).isEqualTo("save\n60 1");
        }
    }

    @Test
    void serverWithAPasswordIsUp() {
        try (RedisServer server = RedisServer.start("--requirepass", "secret");
                RespConnection connection = RespConnection.open(server.host(), server.port(), Duration.ofSeconds(5))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> connection.send("PING"))
                    .withMessageStartingWith("NOAUTH");
            assertThat(connection.send("AUTH", "secret")).isEqualTo("OK");
            assertThat(connection.send("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void suspendedServerIsSilentUntilResumed() {
        try (RedisServer server = RedisServer.start()) {
            server.suspend();
            try (RespConnection connection =
                    RespConnection.open(server.host(), server.port(), Duration.ofMillis(200))) {
                assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> connection.send("PING"))
                        .withCauseInstanceOf(SocketTimeoutException.class);
            }
            server.resume();
            assertThat(server.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void keyOutlivesAKillWithAnAppendOnlyFile() {
        try (RedisServer server = RedisServer.start("--appendonly", "yes")) {
            server.command("SET", "key", "value");
            long pid = server.pid();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();
            assertThat(server.command("GET", "key")).isEqualTo("value");
            assertThat(server.pid()).isNotEqualTo(pid);
        }
    }

    @Test
    void keyIsLostByARestartWithoutAnAppendOnlyFile() {
        try (RedisServer server = RedisServer.start()) {
            server.command("SET", "key", "value");
            long pid = server.pid();
            server.restart();
            assertThat(server.command("GET", "key")).isEqualTo("(nil)");
            assertThat(isRunning(pid)).isFalse();
        }
    }

    @Test
    void twoServersHaveTwoPorts() {
        try (RedisServer one = RedisServer.start();
                RedisServer two = RedisServer.start()) {
            assertThat(one.port()).isNotEqualTo(two.port());
            one.command("SET", "key", "value");
            assertThat(two.command("GET", "key")).isEqualTo("(nil)");
        }
    }

    @Test
    void closeLeavesNoProcessAndNoDirectory() {
        RedisServer server = RedisServer.start();
        Path directory = directoryOf(server);
        assertThat(directory).isNotEmptyDirectory();
        server.close();
        server.close();
        assertThat(isRunning(server.pid())).isFalse();
        assertThat(directory).doesNotExist();
        assertThatIllegalStateException().isThrownBy(server::restart).withMessageContaining("closed");
    }

    @Test
    void closeEndsASuspendedServer() {
        RedisServer server = RedisServer.start();
        server.suspend();
        server.close();
        assertThat(isRunning(server.pid())).isFalse();
    }

    @Test
    void givenDirectoryIsMadeAndKept(@TempDir Path parent) {
        Path directory = parent.resolve("a/b");
        RedisServer server = RedisServer.builder().directory(directory).start();
        server.close();
        assertThat(directory.resolve("redis-" + server.port() + "-1.log")).isNotEmptyFile();
    }

    @Test
    void badFlagShowsTheServersOwnWords() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisServer.start("--no-such-flag", "1"))
                .withMessageContaining("ended before it was ready")
                .withMessageContaining("Bad directive or wrong number of arguments");
    }

    @Test
    void fixedPortWhichIsTakenIsReported() {
        try (RedisServer server = RedisServer.start()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> RedisServer.builder().port(server.port()).start())
                    .withMessageContaining("Port " + server.port() + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void fixedPortTakenByAServerWithAPasswordIsReported() {
        try (RedisServer server = RedisServer.start("--requirepass", "secret")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> RedisServer.builder().port(server.port()).start())
                    .withMessageContaining("Port " + server.port() + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void portIsNoFlag() {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisServer.start("--port", "6379"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisServer.builder().port(0));
    }

    @Test
    void exitOfTheJvmLeavesNoProcessAndNoDirectory() {
        try (JavaProcess leaver = JavaProcess.start(Leaver.class, List.of(), List.of())) {
            assertThat(leaver.awaitExit(Duration.ofSeconds(10))).isZero();
            assertThat(leaver.lines()).hasSize(3);
            assertThat(isRunning(Long.parseLong(leaver.lines().get(0)))).isFalse();
            assertThat(Path.of(leaver.lines().get(1))).doesNotExist();
            assertThat(Path.of(leaver.lines().get(2))).doesNotExist();
        }
    }

    private static Path directoryOf(RedisServer server) {
        return Path.of(server.command("CONFIG", "GET", "dir")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow());
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Exits without closing the suspended server which it started. */
    static final class Leaver {
        private Leaver() {}

        public static void main(String[] args) {
            RedisServer server = RedisServer.start();
            System.out.println(server.pid());
            System.out.println(directoryOf(server));
            System.out.println(RedisBinary.find(null, null));
            server.suspend();
        }
    }
}

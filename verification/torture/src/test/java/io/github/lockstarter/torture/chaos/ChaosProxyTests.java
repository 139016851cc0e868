package io.github.lockstarter.torture.chaos;

import static io.github.lockstarter.torture.chaos.Way.REPLIES;
import static io.github.lockstarter.torture.chaos.Way.REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChaosProxyTests {
    private static RedisServer server;

    private final List<PlainSocket> sockets = new ArrayList<>();
    private RespConnection direct;
    private ChaosProxy proxy;

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
        proxy = ChaosProxy.to(server.port());
        direct = RespConnection.open(server.host(), server.port(), Duration.ofSeconds(5));
        direct.send("FLUSHALL");
    }

    @AfterEach
    void close() throws IOException {
        for (PlainSocket socket : sockets) {
            socket.close();
        }
        direct.close();
        proxy.close();
    }

    @Nested
    class WithoutASetting {
        @Test
        void bytesPassBothWays() throws IOException {
            PlainSocket client = client();
            client.write("SET key value");
            assertThat(client.line()).isEqualTo("+OK");
            assertThat(direct.send("GET", "key")).isEqualTo("value");
            assertThat(proxy.connections()).isEqualTo(1);
        }

        @Test
        void closeByTheClientComesToTheServer() throws IOException {
            PlainSocket client = named("leaver");
            assertThat(direct.send("CLIENT", "LIST")).contains("name=leaver");
            client.close();
            awaitThat(() -> assertThat(direct.send("CLIENT", "LIST")).doesNotContain("name=leaver"));
            awaitThat(() -> assertThat(proxy.connections()).isZero());
        }

        @Test
        void resetByTheClientComesToTheServerAsOne() throws IOException {
            try (PlainServer plain = new PlainServer()) {
                PlainSocket client = plain.connect();
                PlainSocket peer = plain.accepted();
                client.reset();
                peer.assertReset();
            }
        }

        @Test
        void closeByTheServerComesToTheClient() throws IOException {
            PlainSocket client = named("victim");
            direct.send("CLIENT", "KILL", "SKIPME", "yes", "TYPE", "normal");
            assertThat(client.line()).isNull();
        }
    }

    @Nested
    class Delay {
        @Test
        void bothWaysTakeTheLeastTime() throws IOException {
            PlainSocket client = answered();
            proxy.delay(Duration.ofMillis(40), Duration.ofMillis(50));
            long start = System.nanoTime();
            client.write("PING");
            assertThat(client.line()).isEqualTo("+PONG");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(80), Duration.ofSeconds(2));
        }

        @Test
        void bytesUnderWayArriveAtOnceWhenHealed() throws IOException {
            PlainSocket client = answered();
            proxy.delay(Duration.ofMinutes(1), Duration.ofMinutes(1));
            client.write("PING");
            client.assertSilent();
            proxy.heal();
            assertThat(client.line()).isEqualTo("+PONG");
        }

        @Test
        void manyLargeMessagesAtOncePassUnharmed() throws Exception {
            proxy.delay(Duration.ZERO, Duration.ofMillis(2));
            ExecutorService threads = Executors.newFixedThreadPool(64);
            try {
                List<Callable<Void>> tasks = new ArrayList<>();
                for (int number = 0; number < 64; number++) {
                    int seed = number;
                    tasks.add(() -> echoAMegabyte(seed));
                }
                for (Future<Void> done : threads.invokeAll(tasks, 20, TimeUnit.SECONDS)) {
                    done.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }

        @Test
        void timesOutOfRangeAreRefused() {
            Duration second = Duration.ofSeconds(1);
            assertThatIllegalArgumentException().isThrownBy(() -> proxy.delay(second.negated(), second));
            assertThatIllegalArgumentException().isThrownBy(() -> proxy.delay(second, Duration.ZERO));
            assertThatIllegalArgumentException().isThrownBy(() -> proxy.delay(second, Duration.ofHours(2)));
        }

        private Void echoAMegabyte(int seed) {
            String text = new Random(seed)
                    .ints(1 << 18, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            try (RespConnection client = RespConnection.open(server.host(), proxy.port(), Duration.ofSeconds(10))) {
                for (int part = 0; part < 4; part++) {
                    String sent = part + text;
                    assertThat(client.send("ECHO", sent).equals(sent)).isTrue();
                }
            }
            return null;
        }
    }

    @Nested
    class Hold {
        @Test
        void requestsAreExecutedInOrderWhenHealed() throws IOException {
            PlainSocket client = answered();
            proxy.hold(REQUESTS);
            client.write("APPEND key a");
            client.write("APPEND key b");
            client.assertSilent();
            assertThat(direct.send("EXISTS", "key")).isEqualTo("0");
            proxy.heal();
            client.write("APPEND key c");
            assertThat(List.of(client.line(), client.line(), client.line())).containsExactly(":1", ":2", ":3");
            assertThat(direct.send("GET", "key")).isEqualTo("abc");
        }

        @Test
        void repliesComeInOrderWhenHealed() throws IOException {
            PlainSocket client = answered();
            proxy.hold(REPLIES);
            client.write("INCR key");
            awaitThat(() -> assertThat(direct.send("GET", "key")).isEqualTo("1"));
            client.write("INCR key");
            awaitThat(() -> assertThat(direct.send("GET", "key")).isEqualTo("2"));
            client.assertSilent();
            proxy.heal();
            assertThat(List.of(client.line(), client.line())).containsExactly(":1", ":2");
        }

        @Test
        void newConnectionIsHeldLikewise() throws IOException {
            proxy.hold(REQUESTS, REPLIES);
            PlainSocket client = client();
            client.write("SET key value");
            client.assertSilent();
            assertThat(direct.send("EXISTS", "key")).isEqualTo("0");
            proxy.heal();
            assertThat(client.line()).isEqualTo("+OK");
        }

        @Test
        void closeByTheServerIsHeldToo() throws IOException {
            PlainSocket client = answered();
            proxy.hold(REPLIES);
            direct.send("CLIENT", "KILL", "SKIPME", "yes", "TYPE", "normal");
            client.assertSilent();
            proxy.heal();
            assertThat(client.line()).isNull();
        }

        @Test
        void anotherSettingReplacesIt() throws IOException {
            PlainSocket client = answered();
            proxy.hold(REQUESTS);
            client.write("PING");
            client.assertSilent();
            proxy.hold(REPLIES);
            client.assertSilent();
            proxy.refuse();
            assertThat(client.line()).isEqualTo("+PONG");
        }

        @Test
        void noWayIsRefused() {
            assertThatIllegalArgumentException().isThrownBy(() -> proxy.hold());
            assertThatIllegalArgumentException().isThrownBy(() -> proxy.lose());
        }
    }

    @Nested
    class Lose {
        @Test
        void requestsAreNeverExecutedAndTheConnectionIsResetWhenHealed() throws IOException {
            PlainSocket client = answered();
            proxy.lose(REQUESTS);
            client.write("SET key value");
            client.assertSilent();
            proxy.heal();
            client.assertReset();
            assertThat(direct.send("EXISTS", "key")).isEqualTo("0");
            answered();
        }

        @Test
        void commandIsExecutedThoughItsReplyIsLost() throws IOException {
            PlainSocket client = answered();
            proxy.lose(REPLIES);
            client.write("INCR key");
            awaitThat(() -> assertThat(direct.send("GET", "key")).isEqualTo("1"));
            client.assertSilent();
            client.write("INCR key");
            awaitThat(() -> assertThat(direct.send("GET", "key")).isEqualTo("2"));
            client.assertSilent();
            proxy.heal();
            client.assertReset();
        }

        @Test
        void connectionThatLostNothingGoesOn() throws IOException {
            PlainSocket idle = answered();
            PlainSocket unlucky = answered();
            proxy.lose(REQUESTS, REPLIES);
            unlucky.write("PING");
            unlucky.assertSilent();
            proxy.heal();
            unlucky.assertReset();
            idle.write("PING");
            assertThat(idle.line()).isEqualTo("+PONG");
        }

        @Test
        void serverSideIsResetToo() throws IOException {
            try (PlainServer plain = new PlainServer()) {
                PlainSocket client = plain.connect();
                PlainSocket peer = plain.accepted();
                proxy.lose(REQUESTS);
                client.write("lost");
                peer.assertSilent();
                proxy.heal();
                peer.assertReset();
                client.assertReset();
            }
        }

        @Test
        void streamHasNoHoleWhenAnotherSettingReplacesIt() throws IOException {
            try (PlainServer plain = new PlainServer()) {
                PlainSocket client = plain.connect();
                PlainSocket peer = plain.accepted();
                proxy.lose(REQUESTS);
                client.write("lost");
                peer.assertSilent();
                proxy.delay(Duration.ZERO, Duration.ZERO);
                client.write("later");
                peer.assertSilent();
                client.assertSilent();
                proxy.heal();
                peer.assertReset();
            }
        }

        @Test
        void deathOfTheServerIsLostToo() throws IOException {
            try (PlainServer plain = new PlainServer()) {
                PlainSocket client = plain.connect();
                PlainSocket peer = plain.accepted();
                proxy.lose(REPLIES);
                peer.reset();
                awaitThat(() -> {
                    client.write("into the void");
                    assertThat(threads(plain.port())).noneMatch(name -> name.endsWith("-requests"));
                });
                client.assertSilent();
                proxy.heal();
                client.assertReset();
            }
        }

        @Test
        void closeByTheClientIsLostToo() throws IOException {
            PlainSocket client = named("leaver");
            proxy.lose(REQUESTS);
            client.close();
            PlainSocket later = silent("PING");
            assertThat(direct.send("CLIENT", "LIST")).contains("name=leaver");
            proxy.heal();
            later.assertReset();
            awaitThat(() -> assertThat(direct.send("CLIENT", "LIST")).doesNotContain("name=leaver"));
            awaitThat(() -> assertThat(proxy.connections()).isZero());
        }

        /** A later connection, whose request is lost as well: the earlier close has come by then. */
        private PlainSocket silent(String request) throws IOException {
            PlainSocket client = client();
            client.write(request);
            client.assertSilent();
            return client;
        }
    }

    @Nested
    class CutAfterRequest {
        @Test
        void commandIsExecutedAndTheClientIsReset() throws IOException {
            PlainSocket idle = answered();
            PlainSocket client = answered();
            proxy.cutAfterRequest();
            client.write("SET key value");
            client.assertReset();
            awaitThat(() -> assertThat(direct.send("GET", "key")).isEqualTo("value"));
            awaitThat(() -> assertThat(proxy.connections()).isEqualTo(1));
            proxy.heal();
            idle.write("PING");
            assertThat(idle.line()).isEqualTo("+PONG");
        }

        @Test
        void commandIsExecutedAlsoByAServerThatIsSlow() throws IOException {
            PlainSocket client = answered();
            proxy.cutAfterRequest();
            server.suspend();
            try {
                client.write("SET key value");
                client.assertReset();
                proxy.heal();
                proxy.reset();
            } finally {
                server.resume();
            }
            awaitThat(() -> assertThat(direct.send("GET", "key")).isEqualTo("value"));
        }

        @Test
        void serverSideEndsByAFin() throws IOException {
            try (PlainServer plain = new PlainServer()) {
                PlainSocket client = plain.connect();
                PlainSocket peer = plain.accepted();
                proxy.cutAfterRequest();
                client.write("last");
                client.assertReset();
                assertThat(proxy.connections()).isZero();
                proxy.reset();
                assertThat(peer.line()).isEqualTo("last");
                peer.write("reply to nobody");
                assertThat(peer.line()).isNull();
            }
        }
    }

    @Nested
    class Reset {
        @Test
        void bothSidesAreReset() throws IOException {
            try (PlainServer plain = new PlainServer()) {
                PlainSocket client = plain.connect();
                PlainSocket peer = plain.accepted();
                proxy.reset();
                client.assertReset();
                peer.assertReset();
                assertThat(proxy.connections()).isZero();
            }
        }

        @Test
        void settingStaysInForce() throws IOException {
            proxy.hold(REPLIES);
            PlainSocket before = client();
            before.write("PING");
            before.assertSilent();
            proxy.reset();
            before.assertReset();
            PlainSocket after = client();
            after.write("PING");
            after.assertSilent();
        }
    }

    @Nested
    class Refuse {
        @Test
        void newConnectionsAreResetUntilHealed() throws IOException {
            PlainSocket open = answered();
            proxy.refuse();
            assertRefused();
            open.write("PING");
            assertThat(open.line()).isEqualTo("+PONG");
            proxy.heal();
            answered();
        }

        private void assertRefused() {
            // The reset may come before connect has returned.
            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client().line());
        }
    }

    @Nested
    class RestartOfTheServer {
        @Test
        void newConnectionsWorkAfterIt() throws IOException {
            try (RedisServer mortal = RedisServer.start();
                    ChaosProxy through = ChaosProxy.to(mortal.port())) {
                PlainSocket before = added(new PlainSocket(through.port()));
                before.write("PING");
                assertThat(before.line()).isEqualTo("+PONG");
                mortal.kill();
                assertThat(before.isEnded()).isTrue();
                assertThat(added(new PlainSocket(through.port())).isEnded()).isTrue();
                mortal.restart();
                PlainSocket after = added(new PlainSocket(through.port()));
                after.write("PING");
                assertThat(after.line()).isEqualTo("+PONG");
            }
        }
    }

    @Nested
    class Close {
        @Test
        void allThreadsAndConnectionsEnd() throws IOException {
            PlainSocket idle = answered();
            PlainSocket halfOpen = answered();
            PlainSocket held = answered();
            proxy.lose(REPLIES);
            halfOpen.write("PING");
            halfOpen.assertSilent();
            proxy.hold(REQUESTS);
            held.write("PING");
            held.assertSilent();
            assertThat(threads(proxy.port())).hasSize(7);
            proxy.close();
            for (PlainSocket socket : List.of(idle, halfOpen, held)) {
                socket.assertReset();
            }
            awaitThat(() -> assertThat(threads(proxy.port())).isEmpty());
            assertThat(proxy.connections()).isZero();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> new PlainSocket(proxy.port()));
        }

        @Test
        void threadThatCannotWriteEnds() throws IOException {
            try (PlainServer plain = new PlainServer()) {
                PlainSocket client = plain.connect();
                plain.accepted();
                ExecutorService writer = Executors.newSingleThreadExecutor();
                try {
                    int port = plain.port();
                    Future<?> writing = writer.submit(client::writeForEver);
                    await().during(Duration.ofMillis(50)).until(() -> isInWrite(port));
                    proxy.close();
                    awaitThat(() -> assertThat(threads(port)).isEmpty());
                    awaitThat(() -> assertThat(writing.isDone()).isTrue());
                } finally {
                    writer.shutdownNow();
                }
            }
        }

        @Test
        void closedGateStaysClosed() throws IOException {
            try (Socket unconnected = new Socket()) {
                Gate gate = new Gate();
                assertThat(gate.admit(new Connection(gate, unconnected))).isTrue();
                gate.close();
                gate.put(Fault.hold(REQUESTS));
                assertThat(gate.heal()).isEmpty();
                assertThat(gate.admit(new Connection(gate, unconnected))).isFalse();
                assertThat(gate.open()).isEmpty();
            }
        }

        private static boolean isInWrite(int port) {
            return Thread.getAllStackTraces().entrySet().stream()
                    .filter(entry -> entry.getKey().getName().startsWith("chaos-" + port + "-"))
                    .flatMap(entry -> List.of(entry.getValue()).stream())
                    .anyMatch(frame -> frame.getClassName().equals(Pump.class.getName())
                            && frame.getMethodName().equals("write"));
        }
    }

    private PlainSocket client() throws IOException {
        return added(new PlainSocket(proxy.port()));
    }

    /** A connection on which a reply has come: the one to the server is made. */
    private PlainSocket answered() throws IOException {
        PlainSocket client = client();
        client.write("PING");
        assertThat(client.line()).isEqualTo("+PONG");
        return client;
    }

    private PlainSocket named(String name) throws IOException {
        PlainSocket client = client();
        client.write("CLIENT SETNAME " + name);
        assertThat(client.line()).isEqualTo("+OK");
        return client;
    }

    private PlainSocket added(PlainSocket socket) {
        sockets.add(socket);
        return socket;
    }

    private static List<String> threads(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("chaos-" + port + "-"))
                .toList();
    }

    private static void awaitThat(ThrowingRunnable assertion) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(assertion);
    }

    /** A server that does nothing by itself, in the place of Redis. */
    private final class PlainServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));

        PlainServer() throws IOException {
            proxy.close();
            proxy = ChaosProxy.to(listener.getLocalPort());
        }

        int port() {
            return proxy.port();
        }

        PlainSocket connect() throws IOException {
            return client();
        }

        PlainSocket accepted() throws IOException {
            PlainSocket peer = added(new PlainSocket(listener.accept()));
            // Accepted here, the connection may still be in the making there.
            awaitThat(() -> assertThat(threads(port())).anyMatch(name -> name.endsWith("-replies")));
            return peer;
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}

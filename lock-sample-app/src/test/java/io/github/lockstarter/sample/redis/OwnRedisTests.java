package io.github.lockstarter.sample.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.sample.Together;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

@ExtendWith(OutputCaptureExtension.class)
class OwnRedisTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
            .withInitializer(new OwnRedisInitializer());

    @Test
    void isStartedWhenNothingIsConfiguredAndEndsWithTheContext(CapturedOutput output) {
        int port = freePort();
        runner.withPropertyValues("sample.redis.port=" + port).run(context -> {
            assertThat(context.getBean(OwnServer.class).isStarted()).isTrue();
            assertThat(ping(context)).isEqualTo("PONG");
            assertThat(PortProbe.of(port)).isEqualTo(PortProbe.REDIS);
        });

        assertThat(output).containsOnlyOnce("Started a Redis on 127.0.0.1:" + port + " (pid ");
        assertThat(PortProbe.of(port)).isEqualTo(PortProbe.NOBODY);
    }

    @Test
    void isJoinedByTheNextInstanceWhichLeavesItRunning(CapturedOutput output) {
        int port = freePort();
        ApplicationContextRunner instance = runner.withPropertyValues("sample.redis.port=" + port);
        instance.run(first -> {
            instance.run(second -> {
                assertThat(second.getBean(OwnServer.class).isStarted()).isFalse();
                second.getBean(StringRedisTemplate.class).opsForValue().set("from", "second");
            });
            assertThat(first.getBean(StringRedisTemplate.class).opsForValue().get("from"))
                    .isEqualTo("second");
        });

        assertThat(output).containsOnlyOnce("Joined the Redis on 127.0.0.1:" + port);
    }

    @Test
    void isStartedByOneAndJoinedByTheOthersWhenTheyStartAtTheSameMoment() throws Exception {
        int port = freePort();
        List<OwnServer> instances =
                Together.call(3, Collections.nCopies(3, () -> OwnServer.startOrJoin("Redis", port)));
        try {
            assertThat(instances.stream().filter(OwnServer::isStarted)).hasSize(1);
            assertThat(PortProbe.of(port)).isEqualTo(PortProbe.REDIS);
        } finally {
            instances.forEach(OwnServer::close);
        }
    }

    @Test
    void isNotThereWhenTheUserConfiguresOne(CapturedOutput output) {
        try (RedisServer redis = RedisServer.start()) {
            runner.withPropertyValues("spring.data.redis.port=" + redis.port()).run(context -> {
                assertThat(context).doesNotHaveBean(OwnRedis.class);
                assertThat(context.getBean(DataRedisConnectionDetails.class)
                                .getStandalone()
                                .getPort())
                        .isEqualTo(redis.port());
                assertThat(ping(context)).isEqualTo("PONG");
            });
        }

        assertThat(output).containsOnlyOnce("Using the Redis that is configured under spring.data.redis");
    }

    @Test
    void somethingElseOnThePortIsSaidWithThePropertyThatHelps() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getByName(PortProbe.HOST))) {
            CompletableFuture.runAsync(() -> answerAsAWebServer(other));
            FailureAnalysis analysis = analysisOfStartOn(other.getLocalPort());

            assertThat(analysis.getDescription())
                    .contains("port " + other.getLocalPort() + " of 127.0.0.1", "no Redis listens there");
            assertThat(analysis.getAction()).contains("sample.redis.port", "spring.data.redis.host");
        }
    }

    @Test
    void redisThatWantsAPasswordIsSaidWithThePropertiesThatHelp() {
        try (RedisServer locked = RedisServer.start("--requirepass", "secret")) {
            FailureAnalysis analysis = analysisOfStartOn(locked.port());

            assertThat(analysis.getDescription()).contains("wants a password");
            assertThat(analysis.getAction()).contains("sample.redis.port", "spring.data.redis.password");
        }
    }

    @Test
    void missingBinaryIsSaidWithThePropertiesThatHelp() {
        System.setProperty("redis.bin", "/nowhere/redis-server");
        try {
            FailureAnalysis analysis = analysisOfStartOn(freePort());

            assertThat(analysis.getDescription())
                    .contains("cannot start a Redis of its own", "/nowhere/redis-server does not exist");
            assertThat(analysis.getAction()).contains("-Dredis.bin=", "spring.data.redis.url");
        } finally {
            System.clearProperty("redis.bin");
        }
    }

    @Test
    void impossiblePortIsSaidWithItsProperty() {
        runner.withPropertyValues("sample.redis.port=70000")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("sample.redis.port"));
    }

    private FailureAnalysis analysisOfStartOn(int port) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        runner.withPropertyValues("sample.redis.port=" + port)
                .run(context -> analysis[0] = new NoRedisFailureAnalyzer().analyze(context.getStartupFailure()));
        assertThat(analysis[0]).isNotNull();
        return analysis[0];
    }

    private static String ping(ApplicationContext context) {
        return context.getBean(StringRedisTemplate.class).execute(connection -> connection.ping(), false);
    }

    private static void answerAsAWebServer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            InputStream request = socket.getInputStream();
            OutputStream response = socket.getOutputStream();
            request.read();
            response.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(PortProbe.HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

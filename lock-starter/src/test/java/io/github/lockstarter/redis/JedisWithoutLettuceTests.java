package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.JavaProcess;
import io.github.lockstarter.process.RedisServer;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JedisWithoutLettuceTests {

    @Test
    void locksOnARedisThatKnowsNoScriptYet() {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.contains("lettuce-core"))
                .collect(Collectors.joining(File.pathSeparator));
        try (RedisServer server = RedisServer.start();
                JavaProcess jvm = JavaProcess.start(
                        JedisOnlyJvm.class, List.of("-cp", classPath), List.of(Integer.toString(server.port())))) {

            assertThat(jvm.awaitLine(line -> line.startsWith("> "), Duration.ofSeconds(30)))
                    .isEqualTo("> locked true, fenced refused, lettuce false");
        }
    }
}

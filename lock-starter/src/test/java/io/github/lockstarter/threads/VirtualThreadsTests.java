package io.github.lockstarter.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lockstarter.process.JavaProcess;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What waits for a lock on a virtual thread frees its carrier. Up to Java 23, a monitor around the wait would pin it. */
@Tag("without-spring")
@Tag("in-ci")
class VirtualThreadsTests {

    private static final Path JDKS = Path.of("/usr/lib/jvm");

    @Test
    void nothingOfOursPinsThem() {
        Optional<Path> jdk = jdkWithVirtualThreads();
        assumeTrue(jdk.isPresent(), "no JDK 21 or later");
        try (RedisServer server = RedisServer.start();
                JavaProcess jvm = JavaProcess.start(
                        jdk.get(),
                        VirtualThreadsJvm.class.getName(),
                        // One carrier: a thread that pins it while it waits for another stops all.
                        List.of(
                                "-Djdk.virtualThreadScheduler.parallelism=1",
                                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                        List.of(Integer.toString(server.port())))) {
            String result = jvm.awaitLine(line -> line.startsWith("pinned "), Duration.ofSeconds(60));

            Figures.print(result + ", " + jdk.get().getFileName());
            assertThat(result)
                    .as(String.join("\n", jvm.lines()))
                    .startsWith("pinned 0 of")
                    .endsWith("at most 1 inside");
        }
    }

    private static Optional<Path> jdkWithVirtualThreads() {
        if (Runtime.version().feature() >= 21) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        if (!Files.isDirectory(JDKS)) {
            return Optional.empty();
        }
        try (Stream<Path> installed = Files.list(JDKS)) {
            return installed.filter(home -> feature(home) >= 21).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int feature(Path home) {
        Properties release = new Properties();
        try (var file = Files.newInputStream(home.resolve("release"))) {
            release.load(file);
            String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
            return Integer.parseInt(version.replaceFirst("\\..*", "").replaceFirst("-.*", ""));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}

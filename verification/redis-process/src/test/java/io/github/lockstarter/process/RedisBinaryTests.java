package io.github.lockstarter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisBinaryTests {
    @TempDir
    Path directory;

    @Test
    void propertyWinsOverThePath() throws IOException {
        Path named = executable("my-redis");
        executable("redis-server");
        assertThat(RedisBinary.find(named.toString(), directory.toString())).isEqualTo(named);
    }

    @Test
    void pathWinsOverTheJar() throws IOException {
        Path onPath = executable("redis-server");
        assertThat(RedisBinary.find(null, "/nowhere:" + directory)).isEqualTo(onPath);
    }

    @Test
    void jarIsExtractedOnce() {
        Path extracted = RedisBinary.find(null, null);
        assertThat(extracted).isExecutable();
        assertThat(RedisBinary.find(null, "/nowhere")).isEqualTo(extracted);
    }

    @Test
    void missingFileIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisBinary.find("/nowhere/redis-server", null))
                .withMessageContaining("-Dredis.bin=/nowhere/redis-server")
                .withMessageContaining("does not exist");
    }

    @Test
    void fileWhichIsNotExecutableIsNamed() throws IOException {
        Path text = Files.createFile(directory.resolve("text"));
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisBinary.find(text.toString(), null))
                .withMessageContaining(text + " is not an executable file");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, i386, linux-386",
        "Linux, aarch64, linux-arm64",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64"
    })
    void jarHasABinaryForEachOf(String os, String arch, String platform) {
        String resource = RedisBinary.resource(os, arch);
        assertThat(resource).isEqualTo("redis-server-7.0.15-" + platform);
        assertThat(RedisBinary.class.getResource("/" + resource)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64", "Mac OS X, ppc"})
    void otherMachinesAreToldWhatToDo(String os, String arch) {
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisBinary.resource(os, arch))
                .withMessage("No redis-server binary for " + os + "/" + arch
                        + ". Install Redis 6.2 or later and start with -Dredis.bin=/path/to/redis-server"
                        + ", or (for the sample) set spring.data.redis.host / spring.data.redis.url"
                        + " to a running server.");
    }

    private Path executable(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}

package io.github.lockstarter.process;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the redis-server executable is. */
public final class RedisBinary {
    private static final String PROPERTY = "redis.bin";
    private static final String RESOURCE_PREFIX = "redis-server-7.0.15-";
    private static final Set<String> RESOURCE_PLATFORMS =
            Set.of("linux-amd64", "linux-386", "linux-arm64", "darwin-amd64", "darwin-arm64");

    private static @Nullable Path extracted;

    private RedisBinary() {}

    /**
     * Looks at the system property {@code redis.bin}, then for {@code redis-server} on the PATH, then into the
     * embedded-redis jar, whose binary is extracted once per JVM to a temporary directory and deleted at exit.
     *
     * @throws IllegalStateException if the property names no executable file, or no binary fits this machine
     * @throws UncheckedIOException if the binary cannot be extracted
     */
    public static Path find() {
        return find(System.getProperty(PROPERTY), System.getenv("PATH"));
    }

    static Path find(@Nullable String property, @Nullable String searchPath) {
        if (property != null) {
            return named(property);
        }
        return onPath(searchPath).orElseGet(RedisBinary::fromJar);
    }

    /**
     * Returns the name of the resource in the jar.
     *
     * @param os as in the system property {@code os.name}
     * @param arch as in the system property {@code os.arch}
     * @throws IllegalStateException if the jar has no binary for them
     */
    static String resource(String os, String arch) {
        String platform = system(os.toLowerCase(Locale.ROOT)) + "-" + machine(arch.toLowerCase(Locale.ROOT));
        if (!RESOURCE_PLATFORMS.contains(platform)) {
            throw new IllegalStateException("No redis-server binary for " + os + "/" + arch
                    + ". Install Redis 6.2 or later and start with -D" + PROPERTY + "=/path/to/redis-server"
                    + ", or (for the sample) set spring.data.redis.host / spring.data.redis.url to a running server.");
        }
        return RESOURCE_PREFIX + platform;
    }

    private static Path named(String property) {
        Path binary = Path.of(property).toAbsolutePath();
        if (!isExecutable(binary)) {
            String problem = Files.exists(binary) ? "is not an executable file" : "does not exist";
            throw new IllegalStateException("-D" + PROPERTY + "=" + property + ": " + binary + " " + problem
                    + ". Let the property name a redis-server executable, or leave it out.");
        }
        return binary;
    }

    private static Optional<Path> onPath(@Nullable String searchPath) {
        return Stream.ofNullable(searchPath)
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .filter(directory -> !directory.isEmpty())
                .flatMap(RedisBinary::in)
                .filter(RedisBinary::isExecutable)
                .findFirst();
    }

    private static Stream<Path> in(String directory) {
        try {
            return Stream.of(Path.of(directory, "redis-server").toAbsolutePath());
        } catch (InvalidPathException e) {
            // The PATH is not ours: what makes no sense on it is passed over, as a shell does.
            return Stream.empty();
        }
    }

    private static synchronized Path fromJar() {
        if (extracted == null) {
            extracted = extract(resource(System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        return extracted;
    }

    private static Path extract(String resource) {
        Path binary = TempDirectory.create("redis-binary-").path().resolve("redis-server");
        try (InputStream content = RedisBinary.class.getResourceAsStream("/" + resource)) {
            if (content == null) {
                throw new FileNotFoundException("not on the class path; is org.signal:embedded-redis 0.9.1 there?");
            }
            Files.copy(content, binary);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot extract " + resource + ": " + e.getMessage(), e);
        }
        if (!binary.toFile().setExecutable(true)) {
            throw new IllegalStateException("Cannot make " + binary + " executable.");
        }
        return binary;
    }

    private static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static String system(String os) {
        return os.startsWith("mac") ? "darwin" : os;
    }

    private static String machine(String arch) {
        return switch (arch) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386", "i486", "i586", "i686" -> "386";
            default -> arch;
        };
    }
}

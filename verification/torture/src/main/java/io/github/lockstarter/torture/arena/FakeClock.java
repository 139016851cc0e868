package io.github.lockstarter.torture.arena;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The wall clock of a Redis, to be set at will: by libfaketime, where this machine has it. That needs a server that is linked
 * dynamically, which the usual one of these tests is not. Thread-safe.
 */
public final class FakeClock {

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib64/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/faketime/libfaketime.so.1"));

    private static final String SERVER = "/redis-server-6.2.6-v5-linux-amd64";

    private final Path library;

    /** Guarded. */
    private Duration offset = Duration.ZERO;

    private volatile Path file = Path.of("");

    private FakeClock(Path library) {
        this.library = library;
    }

    /** One, if this machine can. */
    public static Optional<FakeClock> find() {
        boolean fits = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        return LIBRARIES.stream()
                .filter(library -> fits && Files.exists(library))
                .findFirst()
                .map(FakeClock::new);
    }

    /** Makes what starts a server that goes by this clock. */
    Path server(Path directory) {
        try (InputStream binary = FakeClock.class.getResourceAsStream(SERVER)) {
            if (binary == null) {
                throw new FileNotFoundException(SERVER);
            }
            Path server = Files.createDirectories(directory).resolve("dynamic-redis-server");
            Files.copy(binary, server, StandardCopyOption.REPLACE_EXISTING);
            file = directory.resolve("clock");
            write();
            Path script = directory.resolve("redis-server-with-clock");
            Files.writeString(script, """
                    #!/bin/sh
                    export LD_PRELOAD=%s FAKETIME_TIMESTAMP_FILE=%s FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1
                    exec %s "$@"
                    """.formatted(library, file, server));
            Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException("No server with a clock of its own", e);
        }
    }

    /** Sets it forward, or back. */
    public synchronized void move(Duration by) {
        offset = offset.plus(by);
        write();
    }

    private void write() {
        try {
            // In one step: the server reads it at any moment.
            Path next = file.resolveSibling("clock-next");
            Files.writeString(next, "%+d\n".formatted(offset.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The clock cannot be set", e);
        }
    }
}

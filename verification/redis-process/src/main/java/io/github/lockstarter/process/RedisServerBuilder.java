package io.github.lockstarter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link RedisServer} is started with. */
public final class RedisServerBuilder {
    private static final int FREE = 0;
    private static final int ATTEMPTS = 4;

    private int port = FREE;
    private List<String> flags = List.of();
    private @Nullable Path directory;
    private @Nullable Path binary;

    RedisServerBuilder() {}

    /**
     * @param port from 1 to 65535
     * @throws IllegalArgumentException if it is not
     */
    public RedisServerBuilder port(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("The port must be from 1 to 65535: " + port);
        }
        this.port = port;
        return this;
    }

    /**
     * @param flags as on the command line, a word each: {@code "--maxmemory", "10mb"}; they win over the defaults
     * @throws IllegalArgumentException if {@code --port} is among them
     */
    public RedisServerBuilder flags(String... flags) {
        if (List.of(flags).contains("--port")) {
            throw new IllegalArgumentException("Give the port by builder().port(...), not by the flag --port.");
        }
        this.flags = List.of(flags);
        return this;
    }

    /** Sets the working directory, which is made if missing and left in place on close. */
    public RedisServerBuilder directory(Path directory) {
        this.directory = directory;
        return this;
    }

    /** Takes this executable instead of the one that is {@linkplain RedisBinary#find() found}. */
    public RedisServerBuilder binary(Path binary) {
        this.binary = binary;
        return this;
    }

    /**
     * @throws IllegalStateException if there is no binary, or the server is not ready within 10 s; with its last lines
     * @throws UncheckedIOException if the directory cannot be made
     */
    public RedisServer start() {
        Path executable = binary == null ? RedisBinary.find() : binary;
        if (directory != null) {
            return start(executable, made(directory), null);
        }
        TempDirectory temporary = TempDirectory.create("redis-server-");
        try {
            return start(executable, temporary.path(), temporary);
        } catch (RuntimeException e) {
            temporary.close();
            throw e;
        }
    }

    private RedisServer start(Path binary, Path home, @Nullable TempDirectory temporary) {
        RedisLauncher launcher = new RedisLauncher(binary, home, flags);
        for (int attempt = 1; ; attempt++) {
            int chosen = port == FREE ? freePort() : port;
            try {
                return new RedisServer(launcher, chosen, temporary, launcher.launch(chosen));
            } catch (PortTakenException e) {
                // Somebody may take a free port before the server does.
                if (port != FREE || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + directory + ": " + e.getMessage(), e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(RedisLauncher.HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + RedisLauncher.HOST + ": " + e.getMessage(), e);
        }
    }
}

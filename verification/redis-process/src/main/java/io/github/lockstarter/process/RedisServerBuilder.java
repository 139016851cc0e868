package io.github.lockstarter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What a {@link RedisServer} is started with. */
public final class RedisServerBuilder {
    private static final int FREE = 0;
    private static final int ATTEMPTS = 4;
    private static final String CONFIG = "redis.conf";

    private int port = FREE;
    private IntSupplier freePort = FreePort::any;
    private List<String> flags = List.of();
    private @Nullable Path directory;
    private @Nullable Path binary;
    private @Nullable List<String> config;

    RedisServerBuilder() {}

    /**
     * @param port from 1 to 65535
     * @throws IllegalArgumentException if it is not
     */
    public RedisServerBuilder port(int port) {
        this.port = checkedPort(port);
        return this;
    }

    static int checkedPort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("The port must be from 1 to 65535: " + port);
        }
        return port;
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

    /** Takes a {@linkplain FreePort#lasting() lasting} free port: for a server that others look for while it is down. */
    RedisServerBuilder lastingPort() {
        freePort = FreePort::lasting;
        return this;
    }

    /**
     * Starts the server with a configuration file, which it may rewrite: a restart finds it as the server left it. Flags
     * win over it.
     *
     * @param lines what is in it at first
     */
    RedisServerBuilder config(String... lines) {
        config = List.of(lines);
        return this;
    }

    /**
     * @throws IllegalStateException if there is no binary, or the server is not ready within 10 s; with its last lines
     * @throws UncheckedIOException if the directory cannot be made, or the configuration file in it
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
        RedisLauncher launcher = new RedisLauncher(binary, home, configIn(home), flags);
        for (int attempt = 1; ; attempt++) {
            int chosen = port == FREE ? freePort.getAsInt() : port;
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

    private @Nullable Path configIn(Path home) {
        if (config == null) {
            return null;
        }
        Path file = home.resolve(CONFIG);
        try {
            return Files.write(file, config);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}

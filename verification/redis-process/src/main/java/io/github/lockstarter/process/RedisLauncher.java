package io.github.lockstarter.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts one server process after another with the same binary, directory, configuration file and flags. */
final class RedisLauncher {
    static final String HOST = "127.0.0.1";

    private static final Duration READY_LIMIT = Duration.ofSeconds(10);
    private static final Duration SETTLE_TIME = Duration.ofMillis(200);
    // The first is said by musl, which the binary in the jar is linked to, the second by others.
    private static final Pattern PORT_TAKEN = Pattern.compile("Address in use|Address already in use");

    private final Path binary;
    private final Path directory;
    private final @Nullable Path config;
    private final List<String> flags;
    private int launches;

    /** @param config the configuration file, which the server may rewrite; none is as good as an empty one otherwise */
    RedisLauncher(Path binary, Path directory, @Nullable Path config, List<String> flags) {
        this.binary = binary;
        this.directory = directory;
        this.config = config;
        this.flags = flags;
    }

    /**
     * Starts a server and waits until it is ready. Each one has a log file of its own.
     *
     * @throws PortTakenException if something else listens on the port
     * @throws IllegalStateException if it ends before it is ready, or is not ready within 10 s
     */
    ChildProcess launch(int port) {
        Path log = directory.resolve("redis-" + port + "-" + ++launches + ".log");
        ChildProcess child = ChildProcess.start("redis-server", builder(port, log));
        try {
            awaitReady(child, port, log);
            return child;
        } catch (RuntimeException e) {
            child.kill();
            throw e;
        }
    }

    private ProcessBuilder builder(int port, Path log) {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        if (config != null) {
            command.add(config.toString());
        }
        command.addAll(List.of("--port", Integer.toString(port), "--bind", HOST, "--dir", directory.toString()));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
        command.addAll(flags);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
    }

    private static void awaitReady(ChildProcess child, int port, Path log) {
        RedisProbe probe = new RedisProbe(HOST, port, child.pid());
        boolean decided = Wait.until(READY_LIMIT, () -> !child.isAlive() || probe.isUp());
        if (probe.lastAnswer().startsWith("NOAUTH")) {
            // Who wants a password cannot be told from a stranger, but a server without its port ends at once.
            Wait.until(SETTLE_TIME, () -> !child.isAlive());
        }
        if (!child.isAlive()) {
            throw ended(child, port, lines(log));
        }
        if (!decided) {
            throw new IllegalStateException(child + " was not ready on " + HOST + ":" + port + " within "
                    + READY_LIMIT.toSeconds() + " s; last answer: " + probe.lastAnswer() + ". "
                    + LastLines.of(lines(log)));
        }
    }

    private static IllegalStateException ended(ChildProcess child, int port, List<String> lines) {
        String output = LastLines.of(lines);
        if (PORT_TAKEN.matcher(output).find()) {
            return new PortTakenException(
                    "Port " + port + " of " + HOST + " is taken. Choose another port, or none. " + output);
        }
        return new IllegalStateException(child + " ended before it was ready. " + output);
    }

    private static List<String> lines(Path log) {
        try {
            // Never fails on a byte that is no UTF-8, as Files.readAllLines does.
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of("(" + log + " cannot be read: " + e.getMessage() + ")");
        }
    }
}

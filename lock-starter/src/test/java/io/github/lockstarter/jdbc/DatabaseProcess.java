package io.github.lockstarter.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A database server as a child of this JVM, with a directory and a port of its own; ended with this, or else with the JVM.
 */
final class DatabaseProcess implements AutoCloseable {

    private static final int LONGEST_SECONDS = 60;

    private final Path directory;

    private final Process process;

    private final Thread atExit = new Thread(this::end);

    private DatabaseProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** @param command the server, in the foreground */
    static DatabaseProcess start(Path directory, List<String> command) {
        return new DatabaseProcess(directory, launch(directory, command));
    }

    /** @throws IllegalStateException if it does not succeed; its output is in the message */
    static void run(Path directory, List<String> command) {
        Process process = launch(directory, command);
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " failed: " + output(directory));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process launch(Path directory, List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(log(directory).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException if it has ended, with its output in the message, or takes none within 60 s */
    void awaitConnection(String url, String user) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The server ended: " + output(directory));
            }
            try (Connection connection = DriverManager.getConnection(url, user, "")) {
                return;
            } catch (SQLException e) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("The server takes no connection.", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
            try (Stream<Path> content = Files.walk(directory)) {
                content.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
            Files.deleteIfExists(log(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Path newDirectory(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException if it is in none of the directories: these tests are never skipped silently */
    static Path binary(String name, List<Path> besidesThePath) {
        List<Path> directories = new ArrayList<>();
        for (String each : System.getenv("PATH").split(File.pathSeparator)) {
            directories.add(Path.of(each));
        }
        directories.addAll(besidesThePath);
        return directories.stream()
                .map(each -> each.resolve(name).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + name + " in " + directories
                        + ". Install the server: apt-get install postgresql mariadb-server"));
    }

    /** Whether we are root, as the owner of what we make says. */
    static boolean asRoot(Path directory) {
        try {
            return Files.getOwner(directory).getName().equals("root");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }

    private static String output(Path directory) {
        try {
            return Files.readString(log(directory));
        } catch (IOException e) {
            return e.toString();
        }
    }
}

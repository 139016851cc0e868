package io.github.lockstarter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A fresh temporary directory, deleted with its content on close, or else when this JVM exits. */
final class TempDirectory implements AutoCloseable {
    private final Path path;
    private final Runnable exitTask = this::close;

    private TempDirectory(Path path) {
        this.path = path;
    }

    /** @throws UncheckedIOException if the directory cannot be made */
    static TempDirectory create(String prefix) {
        try {
            TempDirectory directory = new TempDirectory(Files.createTempDirectory(prefix));
            ExitTasks.add(directory.exitTask);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary directory: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** @throws UncheckedIOException if something in it cannot be deleted */
    @Override
    public synchronized void close() {
        ExitTasks.remove(exitTask);
        if (Files.notExists(path)) {
            return;
        }
        try {
            for (Path each : deepestFirst()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + path + ": " + e.getMessage(), e);
        }
    }

    private List<Path> deepestFirst() throws IOException {
        try (Stream<Path> content = Files.walk(path)) {
            return content.sorted(Comparator.reverseOrder()).toList();
        }
    }
}

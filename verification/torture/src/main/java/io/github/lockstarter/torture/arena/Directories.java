package io.github.lockstarter.torture.arena;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories for a while. */
final class Directories {

    private Directories() {}

    static Path create() {
        try {
            return Files.createTempDirectory("torture-");
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the torture", e);
        }
    }

    /** With all that is in it; nothing happens if it is not there. */
    static void delete(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> content = Files.walk(directory)) {
            for (Path each : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }
}

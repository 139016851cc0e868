package io.github.lockstarter.torture.arena;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories for a while. */
final class Directories {

    private static final Path MEMORY = Path.of("/dev/shm");

    /** More than the longest round writes. */
    private static final long ROOM = 2L << 30;

    private Directories() {}

    /**
     * In memory where there is room: while a page of a mapped file is written to a disk, whoever writes to that page waits, and on
     * a busy machine nobody would get anything done.
     */
    static Path create() {
        return create(hasRoom() ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Whose files may be run, which those in memory may not everywhere. */
    static Path forPrograms() {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static boolean hasRoom() {
        try {
            return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path create(Path parent) {
        try {
            return Files.createTempDirectory(parent, "torture-");
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

package io.github.lockstarter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source tree that tests run in: its pages, and what is in their blocks of code. */
public final class Tree {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

    private Tree() {}

    /** A page of docs. */
    public static Path page(String name) {
        return root().resolve("docs").resolve(name);
    }

    public static Path testSources() {
        return root().resolve("lock-starter/src/test/java/io/github/lockstarter");
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files below a directory whose name ends like this, in order. */
    public static List<Path> files(Path directory, String ending) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the blocks of one language hold, in order, without the fences.
     *
     * @param language as the fence says; empty: of none
     */
    public static List<String> blocks(Path page, String language) {
        return BLOCK.matcher(text(page))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    /** Surefire runs tests in the directory of their module, wherever that is. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/testing.md"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("Not in the source tree.");
            }
        }
        return directory;
    }
}

package io.github.lockstarter.migrating;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code of docs/migrating.md is the code that is compiled and run here, and what it links to is there. */
class MigratingPageTests {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");

    private static final Path PAGE = page();

    @Test
    void eachBlockIsInASourceFileOfThisPackage() throws IOException {
        List<String> sources;
        try (Stream<Path> files = Files.list(
                PAGE.resolveSibling("../verification/benchmarks/src/test/java/io/github/lockstarter/migrating"))) {
            sources = files.map(MigratingPageTests::text)
                    .map(MigratingPageTests::withoutIndentation)
                    .toList();
        }

        assertThat(found(BLOCK))
                .hasSizeGreaterThan(5)
                .allSatisfy(block -> assertThat(sources)
                        .as("Correct docs/migrating.md or the tests: no file has %n%s", block)
                        .anyMatch(source -> source.contains(withoutIndentation(block))));
    }

    @Test
    void eachLinkLeadsToAFile() {
        assertThat(found(LINK))
                .hasSizeGreaterThan(5)
                .allSatisfy(link -> assertThat(PAGE.resolveSibling(link)).exists());
    }

    private static List<String> found(Pattern pattern) {
        return pattern.matcher(text(PAGE))
                .results()
                .map(match -> match.group(1))
                .filter(text -> !text.startsWith("http"))
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutIndentation(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    /** Surefire runs tests in the directory of their module, wherever that is. */
    private static Path page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/migrating.md"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("Not in the source tree.");
            }
        }
        return directory.resolve("docs/migrating.md");
    }
}

package io.github.lockstarter.userstests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The code of docs/testing.md is the code that is compiled and run here. */
@Tag("without-spring")
class TestingPageTests {

    @Test
    void eachBlockIsInASourceFileOfThisPackage() throws IOException {
        List<String> blocks = Tree.blocks(Tree.page("testing.md"), "java");
        List<String> sources;
        try (Stream<Path> files = Files.list(Tree.testSources().resolve("userstests"))) {
            sources = files.map(Tree::text)
                    .map(TestingPageTests::withoutIndentation)
                    .toList();
        }

        assertThat(blocks).hasSizeGreaterThan(5);
        assertThat(blocks)
                .allSatisfy(block -> assertThat(sources)
                        .as("Correct docs/testing.md or the tests: no file has %n%s", block)
                        .anyMatch(source -> source.contains(withoutIndentation(block))));
    }

    private static String withoutIndentation(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}

package io.github.lockstarter.torture.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The planted bugs fit the library as it is; whether they are found, the profile {@code mutants} shows. */
class MutantBuildTests {

    private static final Path SOURCES = Path.of("..", "..", "lock-starter", "src", "main");

    @TempDir
    Path target;

    @ParameterizedTest
    @EnumSource
    void fits(Mutant mutant) {
        assertThat(MutantBuild.edited(SOURCES, mutant.edits())).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("in-ci")
    void compiles(Mutant mutant) {
        assertThat(MutantBuild.make(SOURCES, target, mutant.edits())).isNotEmptyDirectory();
    }

    @Test
    void anEditThatDoesNotFitIsSaid() {
        List<Edit> edits = List.of(Edit.lua("renew", "there is no such line", ""));

        assertThatThrownBy(() -> MutantBuild.make(SOURCES, target, edits))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not fit");
        assertThat(Files.exists(target.resolve("classes"))).isFalse();
    }
}

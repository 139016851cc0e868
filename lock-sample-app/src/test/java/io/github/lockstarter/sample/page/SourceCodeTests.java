package io.github.lockstarter.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.sample.strategy.AnnotatedLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SourceCodeTests {

    @Test
    void isTheSourceOfTheClassWithoutItsImports() throws IOException {
        SourceCode code = SourceCode.of(AnnotatedLock.class);
        String file = Files.readString(
                Path.of("src/main/java", AnnotatedLock.class.getName().replace('.', '/') + ".java"));

        assertThat(code.file()).isEqualTo("AnnotatedLock.java");
        assertThat(file.strip()).endsWith(code.text());
        assertThat(code.text())
                .startsWith("/** One annotation.")
                .contains("@DistributedLock(key")
                .doesNotContain("import ");
    }
}

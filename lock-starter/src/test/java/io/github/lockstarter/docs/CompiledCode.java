package io.github.lockstarter.docs;

import io.github.lockstarter.testing.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources that the code of pages has to stand in: all of them are compiled, and most are run. */
final class CompiledCode {

    private static final List<String> FOLDERS = List.of(
            "lock-starter/src/test/java/io/github/lockstarter/pages",
            "lock-starter/src/test/java/io/github/lockstarter/spring7",
            "lock-starter/src/test/java/io/github/lockstarter/userstests",
            "verification/benchmarks/src/test/java/io/github/lockstarter/migrating",
            "verification/webflux/src/main/java");

    private final List<String> sources;

    CompiledCode() {
        Path root = Tree.root();
        sources = FOLDERS.stream()
                .flatMap(folder -> Tree.files(root.resolve(folder), ".java").stream())
                .map(Tree::text)
                .map(CompiledCode::withoutIndentation)
                .toList();
    }

    /** Up to indentation, in one piece; but imports that it begins with stand where imports stand. */
    boolean has(String block) {
        List<String> lines = withoutIndentation(block).lines().toList();
        List<String> imports = lines.stream().filter(CompiledCode::isImport).toList();
        String rest = lines.stream()
                .dropWhile(((Predicate<String>) CompiledCode::isImport).or(String::isEmpty))
                .collect(Collectors.joining("\n"));
        return sources.stream()
                .anyMatch(source ->
                        source.contains(rest) && source.lines().toList().containsAll(imports));
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    private static String withoutIndentation(String code) {
        return Stream.of(code.split("\n")).map(String::strip).collect(Collectors.joining("\n"));
    }
}

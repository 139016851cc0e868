package io.github.lockstarter.torture.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes the edited classes and scripts, to go before those of the class path. */
final class MutantBuild {

    /** @param sources of the library: where {@code java} and {@code resources} are */
    static Path make(Path sources, Path target, List<Edit> edits) {
        Map<String, String> texts = edited(sources, edits);
        try {
            List<Path> classes = new ArrayList<>();
            for (Map.Entry<String, String> entry : texts.entrySet()) {
                boolean isJava = entry.getKey().endsWith(".java");
                Path file = target.resolve(isJava ? "java" : "classes").resolve(entry.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, entry.getValue());
                if (isJava) {
                    classes.add(file);
                }
            }
            Path output = Files.createDirectories(target.resolve("classes"));
            if (!classes.isEmpty()) {
                compile(classes, output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("The mutant cannot be made", e);
        }
    }

    /**
     * {@return the files as the edits leave them}
     *
     * @throws IllegalStateException if an edit does not fit
     */
    static Map<String, String> edited(Path sources, List<Edit> edits) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Edit edit : edits) {
            String text = texts.computeIfAbsent(
                    edit.file(),
                    file -> read(sources.resolve(edit.isJava() ? "java" : "resources")
                            .resolve(file)));
            texts.put(edit.file(), edit.applyTo(text));
        }
        return texts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("What the mutant changes cannot be read", e);
        }
    }

    private static void compile(List<Path> files, Path output) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("Mutants need a JDK: this is a Java without its compiler.");
        }
        StringWriter said = new StringWriter();
        List<String> options = List.of(
                "-d",
                output.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-parameters",
                "-proc:none",
                "-nowarn");
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("The mutant does not compile: " + said);
            }
        }
    }

    private MutantBuild() {}
}

package io.github.lockstarter.benchmarks.contest;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What all threads of a run noted.
 *
 * @param sections in the order in which they were entered
 * @param failures what threads gave up with
 */
public record Logbook(List<Section> sections, List<String> failures) {

    /** Reads the file of each JVM and deletes it. */
    public static Logbook read(List<Path> files, int threadsPerJvm) throws IOException {
        List<Section> sections = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int jvm = 0; jvm < files.size(); jvm++) {
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(files.get(jvm))))) {
                for (int i = 0; i < threadsPerJvm; i++) {
                    sections.addAll(Notes.read(in, jvm, jvm * threadsPerJvm + i, failures));
                }
            }
            Files.delete(files.get(jvm));
        }
        sections.sort(Comparator.comparingLong(Section::entered));
        return new Logbook(List.copyOf(sections), List.copyOf(failures));
    }
}

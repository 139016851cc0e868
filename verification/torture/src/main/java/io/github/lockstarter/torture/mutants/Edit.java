package io.github.lockstarter.torture.mutants;

/**
 * A change to a file of the library.
 *
 * @param file below {@code src/main/java} or {@code src/main/resources}
 * @param from what has to be in it, once
 * @param to what takes its place
 */
record Edit(String file, String from, String to) {

    private static final String ROOT = "io/github/lockstarter/";

    static Edit java(String file, String from, String to) {
        return new Edit(ROOT + file + ".java", from, to);
    }

    static Edit lua(String file, String from, String to) {
        return new Edit(ROOT + "redis/" + file + ".lua", from, to);
    }

    boolean isJava() {
        return file.endsWith(".java");
    }

    /** @throws IllegalStateException if the library has changed, and the edit has to follow */
    String applyTo(String text) {
        int at = text.indexOf(from);
        if (at < 0 || text.indexOf(from, at + 1) >= 0) {
            throw new IllegalStateException(
                    "The edit of " + file + " does not fit any more: \"" + from + "\" is not there once.");
        }
        return text.replace(from, to);
    }
}

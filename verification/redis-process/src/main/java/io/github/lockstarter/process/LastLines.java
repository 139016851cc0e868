package io.github.lockstarter.process;

import java.util.List;

/** The end of a process's output, as it is shown in messages. */
final class LastLines {
    private static final int SHOWN = 20;

    private LastLines() {}

    /** Returns a sentence's end: the last lines, indented, each on a line of its own. */
    static String of(List<String> lines) {
        if (lines.isEmpty()) {
            return "It printed nothing.";
        }
        List<String> shown = lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
        return "Its last lines:\n  " + String.join("\n  ", shown);
    }
}

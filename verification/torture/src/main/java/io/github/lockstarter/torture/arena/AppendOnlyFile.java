package io.github.lockstarter.torture.arena;

import java.util.List;

/**
 * Redis keeps its data in a file that each command is written to before it is answered. That is enough where processes are killed, and
 * the machine is not: what was written to a file outlives its writer. It is not synced, since a sync waits for all that others write to
 * the disk, too, now and then for seconds, in which nobody gets a lock.
 */
final class AppendOnlyFile {

    /** In the directory of a server. */
    static final String DIRECTORY = "appendonlydir";

    private static final List<String> FLAGS = List.of("--appendonly", "yes", "--appendfsync", "no");

    private AppendOnlyFile() {}

    static List<String> flags() {
        return FLAGS;
    }
}

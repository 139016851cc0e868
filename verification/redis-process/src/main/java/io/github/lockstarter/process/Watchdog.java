package io.github.lockstarter.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends what this JVM started if it ends without a word, by SIGKILL or Runtime.halt: a shell that reads the pids, and kills what is left of
 * them when its input ends, which it does with this JVM. Started with the first process; ends with this JVM. Without a shell there is none.
 */
final class Watchdog {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            while read -r sign pid; do
              left=
              for each in $pids; do [ "$each" = "$pid" ] || left="$left $each"; done
              pids=$left
              [ "$sign" = - ] || pids="$pids $pid"
            done
            [ -z "$pids" ] || kill -9 $pids 2>/dev/null
            """;

    private static final @Nullable Writer PIDS = start();

    private Watchdog() {}

    /** From now on until it ends. */
    static void watch(Process process) {
        write("+ " + process.pid());
        process.onExit().thenRun(() -> write("- " + process.pid()));
    }

    private static void write(String line) {
        if (PIDS == null) {
            return;
        }
        try {
            synchronized (PIDS) {
                PIDS.write(line + "\n");
                PIDS.flush();
            }
        } catch (IOException gone) {
            // Somebody has killed it: what this JVM ends itself is ended all the same.
        }
    }

    private static @Nullable Writer start() {
        try {
            return new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .outputWriter(StandardCharsets.UTF_8);
        } catch (IOException noShell) {
            return null;
        }
    }
}

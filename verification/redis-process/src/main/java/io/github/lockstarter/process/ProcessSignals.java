package io.github.lockstarter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Sends signals to a process which this JVM started. */
final class ProcessSignals {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private ProcessSignals() {}

    /**
     * Sends SIGSTOP. On Linux it returns once every thread of the process is stopped; elsewhere, once the signal is sent.
     *
     * @throws IllegalStateException if the signal cannot be sent, or the process is not stopped within 5 s
     */
    static void stop(ProcessHandle process) {
        send("STOP", process.pid());
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (Files.isDirectory(threads) && !Wait.until(LIMIT, () -> areStopped(threads))) {
            throw new IllegalStateException("Process " + process.pid() + " runs on " + LIMIT.toSeconds()
                    + " s after SIGSTOP. Look for someone who sends it SIGCONT.");
        }
    }

    /**
     * Sends SIGCONT.
     *
     * @throws IllegalStateException if it cannot be sent
     */
    static void resume(ProcessHandle process) {
        send("CONT", process.pid());
    }

    /** Sends SIGTERM; does nothing if the process has ended. */
    static void terminate(ProcessHandle process) {
        process.destroy();
    }

    /** Sends SIGKILL; does nothing if the process has ended. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
    }

    private static void send(String signal, long pid) {
        // The shell's own kill: a slim container image may have no /bin/kill.
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid);
        try {
            Process kill = builder.redirectErrorStream(true).start();
            if (!Wait.untilEnd(kill, LIMIT)) {
                kill.destroyForcibly();
                throw new IllegalStateException("kill -" + signal + " " + pid + " did not end within 5 s.");
            }
            if (kill.exitValue() != 0) {
                String words = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                throw new IllegalStateException("kill -" + signal + " " + pid + " failed: " + words.strip());
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot send SIG" + signal + " to process " + pid + ": " + e.getMessage()
                            + ". Suspending a process needs a Unix with /bin/sh.",
                    e);
        }
    }

    private static boolean areStopped(Path threads) {
        try (Stream<Path> each = Files.list(threads)) {
            List<Path> all = each.toList();
            return all.stream().allMatch(ProcessSignals::isStopped);
        } catch (IOException | UncheckedIOException e) {
            // The process has ended: nothing of it runs.
            return Files.notExists(threads);
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            // The state follows the name, which is in parentheses and may hold some itself.
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return Files.notExists(thread);
        }
    }
}

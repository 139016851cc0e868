package io.github.lockstarter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

class JavaProcessTests {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void runsWithItsArgumentsAndItsLinesAreSeen() {
        try (JavaProcess process =
                JavaProcess.start(Echo.class.getName(), List.of("-Dgreeting=grüße"), List.of("a b", "c"))) {
            assertThat(process.awaitLine(line -> line.startsWith("ready"), LONG))
                    .isEqualTo("ready grüße [a b, c]");
            assertThat(process.isAlive()).isTrue();
            assertThat(process.lines()).contains("on stderr", "ready grüße [a b, c]");
        }
    }

    @Test
    void sentLinesArriveAndTheExitCodeIsSeen() {
        try (JavaProcess process = echo()) {
            process.send("hällo");
            assertThat(process.awaitLine(line -> line.startsWith("echo"), LONG)).isEqualTo("echo hällo");
            process.send("exit 7");
            assertThat(process.awaitExit(LONG)).isEqualTo(7);
            assertThat(process.lines()).last().isEqualTo("bye");
            assertThat(process.isAlive()).isFalse();
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> process.send("too late"));
        }
    }

    @Test
    void suspendedProcessIsSilentUntilResumedOrKilled() {
        try (JavaProcess process = echo()) {
            process.awaitLine(line -> line.startsWith("ready"), LONG);
            process.suspend();
            process.send("one");
            assertThatIllegalStateException()
                    .isThrownBy(() -> process.awaitLine("echo one"::equals, SHORT))
                    .withMessageContaining("did not come within 200 ms");
            process.resume();
            process.awaitLine("echo one"::equals, LONG);
            process.suspend();
            process.kill();
            assertThat(process.awaitExit(LONG)).isEqualTo(128 + 9);
            assertThatIllegalStateException()
                    .isThrownBy(process::suspend)
                    .withMessageContaining("has ended (exit code 137) and cannot be suspended");
        }
    }

    @Test
    void closeEndsASuspendedProcess() {
        JavaProcess process = echo();
        process.suspend();
        process.close();
        process.close();
        assertThat(process.awaitExit(LONG)).isEqualTo(128 + 15);
    }

    @Test
    void lineWhichDoesNotComeBeforeTheEndIsReportedWithTheLastLines() {
        try (JavaProcess process = echo()) {
            process.send("exit 0");
            process.awaitExit(LONG);
            assertThatIllegalStateException()
                    .isThrownBy(() -> process.awaitLine("never"::equals, LONG))
                    .withMessageContaining("did not come before the process ended")
                    .withMessageContaining("ready")
                    .withMessageContaining("bye");
        }
    }

    @Test
    void endWhichDoesNotComeIsReportedWithTheLastLines() {
        try (JavaProcess process = echo()) {
            process.awaitLine(line -> line.startsWith("ready"), LONG);
            assertThatIllegalStateException()
                    .isThrownBy(() -> process.awaitExit(SHORT))
                    .withMessageContaining("did not end within 200 ms")
                    .withMessageContaining("ready");
        }
    }

    @Test
    void aJvmThatIsKilledLeavesNoServerBehind() {
        try (JavaProcess process =
                JavaProcess.start(StartsServers.class, List.of("-XX:TieredStopAtLevel=1"), List.of())) {
            String pids = process.awaitLine(line -> line.startsWith("pids "), LONG);
            List<ProcessHandle> servers = Arrays.stream(pids.substring(5).split(" "))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);

            process.kill();

            assertThat(servers).allSatisfy(server -> assertThat(server.onExit()).succeedsWithin(LONG));
        }
    }

    private static JavaProcess echo() {
        return JavaProcess.start(Echo.class, List.of("-XX:TieredStopAtLevel=1"), List.of());
    }

    /** Repeats each line of its input, until one says with which code to exit. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] args) {
            System.err.println("on stderr");
            System.out.println("ready " + System.getProperty("greeting") + " " + List.of(args));
            Scanner lines = new Scanner(System.in);
            while (lines.hasNextLine()) {
                String line = lines.nextLine();
                if (line.startsWith("exit ")) {
                    System.out.println("bye");
                    System.exit(Integer.parseInt(line.substring("exit ".length())));
                }
                System.out.println("echo " + line);
            }
        }
    }

    /** Three, of which one is ended at once. */
    static final class StartsServers {
        private StartsServers() {}

        public static void main(String[] args) {
            RedisServer.start().close();
            System.out.println("pids " + RedisServer.start().pid() + " "
                    + RedisServer.start().pid());
            new Scanner(System.in).nextLine();
        }
    }
}

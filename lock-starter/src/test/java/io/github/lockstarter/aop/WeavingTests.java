package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.process.JavaProcess;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With AspectJ's agent, in a JVM of its own. */
@Tag("boot3-in-ci")
class WeavingTests {

    private static final String MEMORY = "--distributed-lock.store=memory";

    @Test
    void inAspectjModeReachesSelfInvocationPrivateMethodsAndFinalClasses() {
        assertThat(run(MEMORY, "--distributed-lock.mode=aspectj"))
                .containsExactly(
                        "> method: FinalBean-place[item:a1]",
                        "> self-invocation: FinalBean-place[item:a1]",
                        "> private: FinalBean-hidden[item:a1]",
                        "> class: LockedClass-place[LockedClass-place]",
                        "> composed: LockedClass-composed[item:a1]",
                        "> not a bean: FinalBean-place[item:a1]",
                        "> proxied: false",
                        "> end");
    }

    @Test
    void inProxyModeIsInert() {
        assertThat(run(MEMORY))
                .containsExactly(
                        "> proxied: true", "> method: OpenBean-place[item:a1]", "> self-invocation: unlocked", "> end");
    }

    private static List<String> run(String... properties) {
        try (JavaProcess jvm =
                JavaProcess.start(WovenApplication.class, List.of("-javaagent:" + agent()), List.of(properties))) {
            jvm.awaitLine(line -> line.equals("> end"), Duration.ofSeconds(60));
            return jvm.lines().stream().filter(line -> line.startsWith("> ")).toList();
        }
    }

    private static String agent() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("aspectjweaver"))
                .findFirst()
                .orElseThrow();
    }
}

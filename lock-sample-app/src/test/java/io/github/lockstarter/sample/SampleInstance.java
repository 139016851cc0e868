package io.github.lockstarter.sample;

import io.github.lockstarter.process.JavaProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample in a JVM of its own. */
final class SampleInstance implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m");

    private final JavaProcess process;

    private SampleInstance(JavaProcess process) {
        this.process = process;
    }

    /** Returns at once, so that several can start at the same time; {@link #awaitStart()} waits. */
    static SampleInstance starting(int redisPort, String... args) {
        List<String> all = new ArrayList<>(List.of("--server.port=0", "--spring.data.redis.port=" + redisPort));
        all.addAll(List.of(args));
        return new SampleInstance(JavaProcess.start(AuctionApplication.class, QUICK_START, all));
    }

    Http awaitStart() {
        String line = process.awaitLine(each -> STARTED.matcher(each).find(), START_LIMIT);
        Matcher matcher = STARTED.matcher(line);
        matcher.find();
        return new Http(Integer.parseInt(matcher.group(1)));
    }

    long pid() {
        return process.pid();
    }

    /** With SIGKILL. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}

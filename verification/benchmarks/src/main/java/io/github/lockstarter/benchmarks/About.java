package io.github.lockstarter.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the figures depend on: the machine, the versions, the settings. */
public final class About {
    private static final List<String> JARS = List.of(
            "lettuce-core",
            "netty-transport",
            "spring-boot",
            "spring-data-redis",
            "redisson",
            "spring-integration-redis",
            "lock4j-core",
            "shedlock-provider-redis-spring",
            "jmh-core");
    private static final List<String> NATIVE_LOOPS =
            List.of("io.netty.channel.epoll.Epoll", "io.netty.channel.uring.IoUring", "io.netty.channel.kqueue.KQueue");

    private About() {}

    static Map<String, Object> of(Settings settings, String redis, List<String> jvmArgs) {
        Map<String, Object> about = of(redis, jvmArgs);
        about.put("while another contender runs", """
                every contender stays open and idle: connections, threads and subscriptions remain. Redisson's pings and DNS checks are \
                switched off. What cannot be: Redisson's timer wheel and Lettuce's, which tick""");
        about.put("rounds", settings.rounds());
        about.put("ms per run", settings.millis() + "; in 1x1 and 1x16-keys three times the rounds, a third as long");
        about.put("ms of warm-up per contender and scenario", settings.warmupMillis());
        about.put("ms of warm-up per contender before", settings.firstMillis());
        about.put("seed", settings.seed());
        return about;
    }

    /** The machine and the versions; more may be added. */
    public static Map<String, Object> of(String redis, List<String> jvmArgs) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        about.put("commit", commit());
        about.put("machine", cpu() + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        about.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        about.put("load before", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        about.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        about.put("JVM arguments of the contenders", String.join(" ", jvmArgs));
        about.put("Redis", redis + ", loopback, nothing saved");
        JARS.forEach(jar -> about.put(jar, version(jar)));
        about.put("event loops", eventLoops());
        return about;
    }

    private static String eventLoops() {
        List<String> found = NATIVE_LOOPS.stream().filter(About::isPresent).toList();
        return found.isEmpty()
                ? "NIO for all: no epoll, io_uring or kqueue on the class path; Redisson with TransportMode.NIO"
                : "NOT NIO for all: " + found + " on the class path";
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, About.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String version(String jar) {
        Pattern name = Pattern.compile(Pattern.quote(jar) + "-(\\d.*)\\.jar");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> name.matcher(Path.of(entry).getFileName().toString()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse("unknown");
    }

    private static String cpu() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}

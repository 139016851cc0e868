package io.github.lockstarter.threads;

import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.testing.RedisLocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Locks on virtual threads and says which of them were pinned by us: on Java 21 or later. */
final class VirtualThreadsJvm {

    private static final int THREADS = 500;

    private static final LockRequest PATIENT =
            LockRequest.of("a").waitTime(Duration.ofSeconds(60)).retryDelay(Duration.ofMillis(20));

    private VirtualThreadsJvm() {}

    public static void main(String[] args) throws Exception {
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(args[0])));
        factory.afterPropertiesSet();
        factory.start();
        RedisLocks locks = new RedisLocks(factory, RedisLocks.DEFAULTS);
        // On threads that can be pinned by nothing: the JVM itself pins whoever waits until another has loaded or
        // initialized a class.
        contend(locks.template(), Executors.newCachedThreadPool());
        Path file = Files.createTempFile("pinned", ".jfr");
        int most;
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            most = contend(locks.template(), virtual());
            recording.stop();
            recording.dump(file);
        }
        List<String> pinned = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            String stack = String.valueOf(event.getStackTrace());
            if (event.getEventType().getName().equals("jdk.VirtualThreadPinned")
                    && stack.contains("io.github.lockstarter.")
                    // The JVM pins whoever waits until another has loaded the same class: once a class.
                    && !stack.contains("jdk.internal.loader.")) {
                pinned.add(stack);
            }
        }
        Files.delete(file);
        locks.close();
        pinned.forEach(System.out::println);
        System.out.println(
                "pinned " + pinned.size() + " of " + THREADS + " virtual threads, at most " + most + " inside");
    }

    /** @return how many were inside at once at most */
    private static int contend(LockTemplate locks, ExecutorService threads) throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                LockRequest request = i % 5 == 0 ? PATIENT.keys(Set.of("a", "b")) : PATIENT;
                calls.add(threads.submit(() -> locks.execute(request, lease -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    locks.execute(PATIENT, inner -> null);
                    return inside.decrementAndGet();
                })));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }
        return most.get();
    }

    /** By reflection, since this is compiled for Java 17. */
    private static ExecutorService virtual() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}

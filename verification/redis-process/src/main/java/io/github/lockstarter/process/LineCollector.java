package io.github.lockstarter.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Collects the lines of a stream in a daemon thread, so that the process at its other end never waits for a reader. */
final class LineCollector {
    private final InputStream stream;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private LineCollector(InputStream stream) {
        this.stream = stream;
    }

    static LineCollector start(InputStream stream, String threadName) {
        LineCollector collector = new LineCollector(stream);
        Thread thread = new Thread(collector::collect, threadName);
        thread.setDaemon(true);
        thread.start();
        return collector;
    }

    /** Returns the lines so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Returns the first of all lines, old or new, that is wanted; nothing if none comes within the limit or before the
     * stream's end.
     *
     * @throws IllegalStateException if the thread is interrupted
     */
    synchronized Optional<String> await(Predicate<String> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        int next = 0;
        while (true) {
            for (; next < lines.size(); next++) {
                if (wanted.test(lines.get(next))) {
                    return Optional.of(lines.get(next));
                }
            }
            long left = deadline - System.nanoTime();
            if (ended || left <= 0) {
                return Optional.empty();
            }
            pause(left);
        }
    }

    /** Waits until all lines are collected, or the limit is over. */
    void awaitEnd(Duration limit) {
        Wait.until(limit, this::hasEnded);
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a line.", e);
        }
    }

    private void collect() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(the output cannot be read further: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}

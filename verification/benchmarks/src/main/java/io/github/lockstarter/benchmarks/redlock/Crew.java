package io.github.lockstarter.benchmarks.redlock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The threads that lock, which live through all runs. */
final class Crew implements AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(Situation.MOST_THREADS);

    /** Counts on from run to run: a key never comes again. */
    private long firstNumber;

    /** Lets them acquire and release until the time is over; returns what each of them noted. */
    List<Times> run(Situation situation, Locks locks, long millis) {
        CompletableFuture<Long> end = new CompletableFuture<>();
        CountDownLatch ready = new CountDownLatch(situation.threads());
        List<Future<Times>> running = new ArrayList<>();
        long first = firstNumber;
        firstNumber += 1_000_000_000;
        for (int i = 0; i < situation.threads(); i++) {
            int thread = i;
            running.add(threads.submit(() -> {
                ready.countDown();
                Times times = new Times();
                repeat(situation, locks, thread, first, end.join(), times);
                return times;
            }));
        }
        try {
            ready.await();
            end.complete(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
            List<Times> noted = new ArrayList<>();
            for (Future<Times> thread : running) {
                noted.add(thread.get());
            }
            return noted;
        } catch (Exception e) {
            throw new IllegalStateException("A run did not come to its end.", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private static void repeat(Situation situation, Locks locks, int thread, long first, long end, Times times) {
        try {
            for (long number = first; System.nanoTime() - end < 0; number++) {
                String key = situation.key(thread, number);
                long called = System.nanoTime();
                Locks.Held held = locks.acquire(key);
                long entered = System.nanoTime();
                held.release();
                long left = System.nanoTime();
                times.add(entered - called, left - entered, left - end <= 0);
            }
        } catch (Throwable e) {
            times.fail(e);
        }
    }
}

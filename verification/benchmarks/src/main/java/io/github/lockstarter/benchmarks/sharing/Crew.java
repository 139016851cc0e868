package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.contest.Logbook;
import io.github.lockstarter.benchmarks.contest.Section;
import io.github.lockstarter.benchmarks.contest.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The threads that lock, which live through all runs. */
final class Crew implements AutoCloseable {

    private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(20);

    private final ExecutorService threads = Executors.newFixedThreadPool(Situation.MOST_THREADS);

    /**
     * Lets them acquire and release until the time is over.
     *
     * @param instances of one library, at least as many as the situation needs
     * @param writeEvery how long from one acquire of the writer to the next
     */
    Turnout run(Situation situation, List<Locks> instances, long millis, long writeEvery) {
        Inside inside = new Inside(situation.want() == Want.PERMIT ? Locks.PERMITS : Integer.MAX_VALUE);
        Start start = new Start(situation.threads() + (situation.hasWriter() ? 1 : 0));
        List<Future<List<Section>>> sharing = new ArrayList<>();
        for (int number = 0; number < situation.threads(); number++) {
            int instance = number / situation.scenario().threads();
            Sharer sharer = new Sharer(situation, instances.get(instance), inside, instance, number);
            sharing.add(threads.submit(() -> sharer.run(start.await())));
        }
        List<Future<List<Write>>> writing = new ArrayList<>();
        if (situation.hasWriter()) {
            Writer writer = new Writer(instances.get(0), inside, TimeUnit.MILLISECONDS.toNanos(writeEvery));
            writing.add(threads.submit(() -> writer.run(start.await())));
        }
        Window window = start.give(millis);
        List<String> failures = new ArrayList<>();
        List<Section> sections = collect(sharing, failures);
        sections.sort(Comparator.comparingLong(Section::entered));
        List<Write> writes = collect(writing, failures);
        return new Turnout(window, new Logbook(sections, failures), writes, inside);
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private static <T> List<T> collect(List<Future<List<T>>> running, List<String> failures) {
        List<T> all = new ArrayList<>();
        for (Future<List<T>> thread : running) {
            try {
                all.addAll(thread.get());
            } catch (ExecutionException e) {
                failures.add(String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted in the middle of a run.", e);
            }
        }
        return all;
    }

    /** The common start, given when all stand ready. */
    private static final class Start {

        private final CountDownLatch ready;
        private final CompletableFuture<Window> window = new CompletableFuture<>();

        Start(int threads) {
            ready = new CountDownLatch(threads);
        }

        Window await() {
            ready.countDown();
            Window common = window.join();
            common.awaitStart();
            return common;
        }

        Window give(long millis) {
            try {
                ready.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted before a run.", e);
            }
            long start = System.nanoTime() + LEAD;
            Window common = new Window(start, start + TimeUnit.MILLISECONDS.toNanos(millis));
            window.complete(common);
            return common;
        }
    }
}

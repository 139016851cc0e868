package io.github.lockstarter.benchmarks.contest;

import io.github.lockstarter.benchmarks.contender.Contender;
import io.github.lockstarter.benchmarks.contender.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** One run in this JVM: its threads stand ready, wait for the common start, and take turns until the common end. */
final class Contest {
    private final Task task;
    private final Contender contender;
    private final List<Notes> notes;
    private final CountDownLatch ready;
    private final CompletableFuture<Window> window = new CompletableFuture<>();
    private final List<Future<?>> running = new ArrayList<>();

    Contest(Task task, Contender contender, List<Notes> notes) {
        this.task = task;
        this.contender = contender;
        this.notes = notes;
        ready = new CountDownLatch(task.threads());
    }

    /** Returns when all threads stand ready. */
    void prepare(ExecutorService threads) throws InterruptedException {
        for (int i = 0; i < task.threads(); i++) {
            int thread = i;
            notes.get(i).clear(task.millis());
            running.add(threads.submit(() -> take(thread)));
        }
        ready.await();
    }

    /** Returns when all threads are done, each after the section that it was waiting for at the end. */
    void run(Window common) throws Exception {
        window.complete(common);
        for (Future<?> thread : running) {
            thread.get();
        }
    }

    private void take(int thread) {
        Notes own = notes.get(thread);
        try {
            Session session;
            try {
                session = contender.session(task.key(thread));
            } finally {
                ready.countDown();
            }
            Window common = window.join();
            common.awaitStart();
            repeat(session, common, own);
        } catch (Throwable e) {
            own.fail(e);
        }
    }

    private void repeat(Session session, Window common, Notes own) throws Exception {
        long called = System.nanoTime();
        while (common.isOpen(called)) {
            session.acquire();
            long entered = System.nanoTime();
            if (task.sectionNanos() > 0) {
                Window.pauseUntil(entered + task.sectionNanos());
            }
            long leaving = System.nanoTime();
            session.release();
            long left = System.nanoTime();
            own.add(called, entered, leaving, left);
            called = System.nanoTime();
        }
    }
}

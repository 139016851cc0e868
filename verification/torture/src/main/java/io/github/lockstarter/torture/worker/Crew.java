package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The threads of a worker, one for each task, until their workload is ended. */
public final class Crew {

    /** A thread that runs a task. */
    private record Hand(Workload workload, Thread thread) {}

    private static final long PATIENCE_MILLIS = 20_000;

    private final Journal journal;

    private final Set<Workload> ended = ConcurrentHashMap.newKeySet();

    private final List<Hand> hands = new ArrayList<>();

    public Crew(Journal journal) {
        this.journal = journal;
    }

    void start(Task task, long seed) {
        Random random = new Random(seed * 1_000 + hands.size());
        Thread thread = new Thread(() -> run(task, random), "task-" + task.workload() + "-" + hands.size());
        hands.add(new Hand(task.workload(), thread));
        thread.start();
    }

    /** Waits until nobody does this any more. */
    void end(Workload workload) throws InterruptedException {
        ended.add(workload);
        for (Hand hand : hands) {
            if (hand.workload() == workload) {
                hand.thread().join(PATIENCE_MILLIS);
                if (hand.thread().isAlive()) {
                    IllegalStateException stuck = new IllegalStateException("does not end: " + hand.thread());
                    stuck.setStackTrace(hand.thread().getStackTrace());
                    journal.failed(workload.key(0), stuck);
                }
            }
        }
    }

    /** Waits until nobody does anything any more. */
    public void end() throws InterruptedException {
        ended.addAll(List.of(Workload.values()));
        for (Workload workload : Workload.values()) {
            end(workload);
        }
    }

    private void run(Task task, Random random) {
        while (!ended.contains(task.workload())) {
            try {
                task.run(random);
            } catch (Throwable e) {
                journal.failed(task.workload().key(0), e);
            }
            Dwell.nanos(500_000 + random.nextInt(4_000_000));
        }
    }
}

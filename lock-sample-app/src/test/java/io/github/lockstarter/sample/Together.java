package io.github.lockstarter.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls several at the same time. */
public final class Together {

    private Together() {}

    /** Returns the results in the order of the tasks. */
    public static <T> List<T> call(int threads, List<Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> each : executor.invokeAll(tasks)) {
                results.add(each.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}

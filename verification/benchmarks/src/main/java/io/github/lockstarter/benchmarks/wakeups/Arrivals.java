package io.github.lockstarter.benchmarks.wakeups;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** When the messages came in, by {@link System#nanoTime()}, for one thread that waits for each of them. */
final class Arrivals extends RedisPubSubAdapter<String, String> {

    private static final long LIMIT_SECONDS = 10;

    private final LinkedBlockingQueue<Long> times = new LinkedBlockingQueue<>();

    @Override
    public void message(String channel, String message) {
        times.add(System.nanoTime());
    }

    @Override
    public void smessage(String channel, String message) {
        times.add(System.nanoTime());
    }

    /** @throws IllegalStateException if none comes within 10 s */
    long next() throws InterruptedException {
        Long time = times.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (time == null) {
            throw new IllegalStateException("A message did not arrive within " + LIMIT_SECONDS + " s.");
        }
        return time;
    }
}

package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.auction.Item;
import io.github.lockstarter.sample.auction.Items;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.story.StoryMessages.SceneBegun;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One performance of a story: its scenes, and a thread for each who acts. */
public final class Play implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final BigDecimal STARTING_PRICE = BigDecimal.TEN;

    private final Bus bus;

    private final Items items;

    private final String run;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "story-actor"));

    private final List<Future<?>> acting = new ArrayList<>();

    private int scenes;

    Play(Bus bus, Items items, String run) {
        this.bus = bus;
        this.items = items;
        this.run = run;
    }

    /** Begins a scene, with a new item that costs 10. */
    Scene scene(String title) {
        String item = "story-" + run + "-" + ++scenes;
        items.saveForAnHour(Item.withoutBids(item, "What the story is about", STARTING_PRICE));
        bus.send(new SceneBegun(run, title));
        return new Scene(bus, run, item, System.currentTimeMillis());
    }

    /** Lets somebody act, on a thread of its own. */
    void start(Runnable act) {
        acting.add(threads.submit(act));
    }

    /** Waits until all have acted. What one of them threw is thrown here. */
    void awaitAll() throws InterruptedException {
        long endsAt = System.nanoTime() + LIMIT.toNanos();
        for (Future<?> each : acting) {
            try {
                each.get(Math.max(0, endsAt - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
            } catch (TimeoutException e) {
                throw new IllegalStateException("Somebody was still busy after " + LIMIT.toSeconds() + " s.");
            }
        }
        acting.clear();
    }

    /** The item as it is now. */
    Item item(Scene scene) {
        return items.get(scene.item());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

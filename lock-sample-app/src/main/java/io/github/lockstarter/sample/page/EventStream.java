package io.github.lockstarter.sample.page;

import io.github.lockstarter.sample.shared.News;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends news to all open pages, as server-sent events. A page that reads slowly gets the newest of each topic when it is ready, and
 * delays no other. Thread-safe.
 */
@Component
public class EventStream implements SmartLifecycle {

    private static final int MOST_PAGES = 200;

    private static final long NEVER_TIMES_OUT = 0;

    private static final long END_LIMIT_SECONDS = 1;

    private static final long KEEP_ALIVE_MILLIS = 2_000;

    /** By topic. Guarded by itself, so that a page that is just opened gets nothing old after something new. */
    private final Map<String, Object> newest = new LinkedHashMap<>();

    private final Set<OpenPage> pages = ConcurrentHashMap.newKeySet();

    /** One thread at most for each page that is being sent something. */
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "page-sender");
        thread.setDaemon(true);
        return thread;
    });

    private volatile boolean running;

    /**
     * Opens a stream, which begins with the newest of each topic.
     *
     * @throws TooManyPagesException if too many are open
     */
    public SseEmitter open() {
        if (!running || pages.size() >= MOST_PAGES) {
            throw new TooManyPagesException();
        }
        SseEmitter emitter = new SseEmitter(NEVER_TIMES_OUT);
        OpenPage page = new OpenPage(emitter, senders, pages::remove);
        emitter.onCompletion(() -> pages.remove(page));
        emitter.onError(failure -> pages.remove(page));
        synchronized (newest) {
            pages.add(page);
            newest.forEach(page::show);
        }
        return emitter;
    }

    /** Whether anybody looks. */
    boolean isWatched() {
        return !pages.isEmpty();
    }

    @EventListener
    void tell(News news) {
        synchronized (newest) {
            newest.put(news.topic(), news.state());
            pages.forEach(page -> page.show(news.topic(), news.state()));
        }
    }

    /** Finds out which pages have been closed: only sending shows it. */
    @Scheduled(fixedDelay = KEEP_ALIVE_MILLIS)
    void keepAlive() {
        pages.forEach(page -> page.show("alive", ""));
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the web server's graceful shutdown, which would wait for the open pages. One that does not read is not waited for. */
    @Override
    public void stop() {
        running = false;
        pages.forEach(page -> senders.execute(page::close));
        senders.shutdown();
        try {
            if (!senders.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

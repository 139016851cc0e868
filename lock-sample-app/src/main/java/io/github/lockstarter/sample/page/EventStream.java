package io.github.lockstarter.sample.page;

import io.github.lockstarter.sample.shared.News;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private static final long KEEP_ALIVE_MILLIS = 10_000;

    private final Map<String, Object> newest = new ConcurrentHashMap<>();

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
        pages.add(page);
        emitter.onCompletion(() -> pages.remove(page));
        emitter.onError(failure -> pages.remove(page));
        newest.forEach(page::show);
        return emitter;
    }

    /** Whether anybody looks. */
    boolean isWatched() {
        return !pages.isEmpty();
    }

    @EventListener
    void tell(News news) {
        newest.put(news.topic(), news.state());
        pages.forEach(page -> page.show(news.topic(), news.state()));
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

    /** Before the web server's graceful shutdown, which would wait for the open pages. */
    @Override
    public void stop() {
        running = false;
        pages.forEach(OpenPage::close);
        senders.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

package io.github.lockstarter.sample.page;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The stream of one page: what is still to be sent, the newest of each topic, and at most one thread that sends it. */
final class OpenPage {

    private static final Logger log = LoggerFactory.getLogger(OpenPage.class);

    private final SseEmitter emitter;

    private final Executor senders;

    private final Consumer<OpenPage> gone;

    /** By topic. Guarded by this. */
    private final Map<String, Object> waiting = new LinkedHashMap<>();

    /** Whether a sender is at work, which looks for more before it ends. Guarded by this. */
    private boolean sending;

    OpenPage(SseEmitter emitter, Executor senders, Consumer<OpenPage> gone) {
        this.emitter = emitter;
        this.senders = senders;
        this.gone = gone;
    }

    synchronized void show(String topic, Object state) {
        waiting.put(topic, state);
        if (!sending) {
            sending = true;
            try {
                senders.execute(this::send);
            } catch (RejectedExecutionException e) {
                log.debug("The application ends: nothing more is sent");
            }
        }
    }

    private void send() {
        try {
            for (Map<String, Object> each = next(); !each.isEmpty(); each = next()) {
                for (Map.Entry<String, Object> event : each.entrySet()) {
                    emitter.send(SseEmitter.event().name(event.getKey()).data(event.getValue()));
                }
            }
        } catch (IOException e) {
            // The server ends the request by itself.
            log.debug("A page is gone: {}", e.getMessage());
            gone.accept(this);
        } catch (RuntimeException e) {
            log.debug("A page cannot be sent to", e);
            gone.accept(this);
            emitter.completeWithError(e);
        }
    }

    /** Returns what is to be sent now; if that is nothing, the sender has ended. */
    private synchronized Map<String, Object> next() {
        Map<String, Object> next = new LinkedHashMap<>(waiting);
        waiting.clear();
        sending = !next.isEmpty();
        return next;
    }

    void close() {
        emitter.complete();
    }
}

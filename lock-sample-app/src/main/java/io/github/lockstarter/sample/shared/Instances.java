package io.github.lockstarter.sample.shared;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Which instances of the sample run on this Redis: each says once a second that it is there. Thread-safe. */
@Component
public class Instances {

    private static final Logger log = LoggerFactory.getLogger(Instances.class);

    private static final long PERIOD_MILLIS = 1_000;

    /** Who has not been heard for so long is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private final Bus bus;

    private final ApplicationEventPublisher events;

    private final String id = UUID.randomUUID().toString();

    private final String host = host();

    private volatile int port;

    private volatile boolean ending;

    /** By id, whoever was heard and has not been silent for too long. Guarded by this. */
    private final Map<String, Heard> heard = new TreeMap<>();

    private List<Instance> shown = List.of();

    Instances(Bus bus, ApplicationEventPublisher events) {
        this.bus = bus;
        this.events = events;
        bus.on(Here.class, this::hear);
        bus.on(Gone.class, this::forget);
    }

    /** Whether the instance of this id has been heard lately. */
    public synchronized boolean isThere(String instance) {
        return instance.equals(id) || heard.containsKey(instance);
    }

    /** This instance. */
    public Instance self() {
        return new Instance(id, host, port, ProcessHandle.current().pid());
    }

    /** All that are there, this one included, in the same order everywhere. */
    public synchronized List<Instance> all() {
        List<Instance> others = heard.values().stream()
                .map(Heard::instance)
                .filter(each -> !each.id().equals(id))
                .toList();
        return Stream.concat(others.stream(), Stream.of(self())).sorted().toList();
    }

    @EventListener
    void begin(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    @Scheduled(fixedRate = PERIOD_MILLIS)
    void speak() {
        show();
        if (ending) {
            return;
        }
        try {
            bus.send(new Here(self()));
        } catch (DataAccessException e) {
            log.debug("Not heard by the others: {}", e.getMessage());
        }
    }

    private synchronized void hear(Here here) {
        heard.put(here.instance().id(), new Heard(here.instance(), System.nanoTime()));
        show();
    }

    private synchronized void forget(Gone gone) {
        heard.remove(gone.id());
        show();
    }

    private synchronized void show() {
        long now = System.nanoTime();
        heard.values().removeIf(each -> now - each.nanos() > SILENCE.toNanos());
        List<Instance> all = all();
        if (!all.equals(shown)) {
            shown = all;
            events.publishEvent(new News("instances", new Shown(id, all)));
        }
    }

    /** While there are still connections. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        ending = true;
        try {
            bus.send(new Gone(id));
        } catch (DataAccessException e) {
            log.debug("The others will notice the silence: {}", e.getMessage());
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    private record Here(Instance instance) {}

    private record Gone(String id) {}

    private record Heard(Instance instance, long nanos) {}

    private record Shown(String self, List<Instance> all) {}
}

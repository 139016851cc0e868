package io.github.lockstarter.sample.shared;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Range.Bound;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.RedisStreamCommands.TrimOptions;
import org.springframework.data.redis.connection.RedisStreamCommands.XAddOptions;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.data.redis.core.StreamOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries messages between the instances, and from an instance to itself, through a stream in the Redis that they share.
 * All get all messages in the same order, from when they started; those that were sent while Redis did not answer are not sent
 * again. Handlers are called on one thread and must be quick.
 */
@Component
public class Bus implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Bus.class);

    private static final String KEY = "auction:bus";

    /** Enough for some minutes. */
    private static final long LENGTH = 5_000;

    private static final long PAUSE_MILLIS = 40;

    private static final int AT_ONCE = 500;

    private static final String BEGINNING = "0-0";

    private final StreamOperations<String, String, String> streams;

    private final JsonMapper json;

    private final Map<String, List<Consumer<String>>> handlers = new ConcurrentHashMap<>();

    private @Nullable ScheduledExecutorService reader;

    // The next two belong to the reader's thread.
    private @Nullable String last;

    private boolean failing;

    Bus(StringRedisTemplate redis, JsonMapper json) {
        this.streams = redis.opsForStream();
        this.json = json;
    }

    /**
     * Sends a message to all instances, this one included.
     *
     * @throws org.springframework.dao.DataAccessException if Redis does not take it
     */
    public void send(Object message) {
        Map<String, String> fields =
                Map.of("type", message.getClass().getSimpleName(), "body", json.writeValueAsString(message));
        streams.add(
                StreamRecords.newRecord().in(KEY).ofMap(fields),
                XAddOptions.trim(TrimOptions.maxLen(LENGTH).approximate()));
    }

    /** Calls the handler, too, with each message of the type from now on. */
    public <T> void on(Class<T> type, Consumer<T> handler) {
        handlers.computeIfAbsent(type.getSimpleName(), name -> new CopyOnWriteArrayList<>())
                .add(body -> handler.accept(json.readValue(body, type)));
    }

    @Override
    public synchronized void start() {
        reader = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "bus"));
        reader.scheduleWithFixedDelay(this::read, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (reader != null) {
            reader.shutdownNow();
            reader = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return reader != null;
    }

    private void read() {
        try {
            if (last == null) {
                last = newest();
            }
            List<MapRecord<String, String, String>> records = streams.range(
                    KEY,
                    Range.rightUnbounded(Bound.exclusive(last)),
                    Limit.limit().count(AT_ONCE));
            for (MapRecord<String, String, String> each : records) {
                last = each.getId().getValue();
                handle(each.getValue());
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing && isRunning()) {
                failing = true;
                log.warn("The instances cannot hear each other, until Redis answers again: {}", e.getMessage());
            }
        }
    }

    private String newest() {
        List<MapRecord<String, String, String>> records =
                streams.reverseRange(KEY, Range.unbounded(), Limit.limit().count(1));
        return records.isEmpty() ? BEGINNING : records.get(0).getId().getValue();
    }

    private void handle(Map<String, String> fields) {
        for (Consumer<String> each : handlers.getOrDefault(String.valueOf(fields.get("type")), List.of())) {
            try {
                each.accept(String.valueOf(fields.get("body")));
            } catch (RuntimeException e) {
                log.warn("A message on the bus could not be handled: {}", fields, e);
            }
        }
    }
}

package io.github.lockstarter.sample.story;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Looks at the key of a lock in Redis all the time, and tells when it changes. Ends when it is closed. */
final class LockWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LockWatch.class);

    private static final String NAME = "The lock in Redis";

    private static final long PAUSE_MILLIS = 8;

    /** An owner token begins with 32 hexadecimal digits. */
    private static final int SHOWN = 6;

    private final StringRedisTemplate redis;

    private final Scene scene;

    private final String key;

    private final Thread thread;

    private volatile boolean closed;

    private LockWatch(StringRedisTemplate redis, Scene scene, String key) {
        this.redis = redis;
        this.scene = scene;
        this.key = key;
        this.thread = new Thread(this::watch, "story-lock-watch");
    }

    static LockWatch start(StringRedisTemplate redis, Scene scene, String key) {
        LockWatch watch = new LockWatch(redis, scene, key);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        String value = null;
        long left = 0;
        scene.tell(NAME, State.FREE, Tone.PLAIN, "there is no key " + key);
        while (!closed) {
            try {
                long before = left;
                String seen = redis.opsForValue().get(key);
                left = redis.getExpire(key, TimeUnit.MILLISECONDS);
                // A ttl that grows is a lock that was set anew.
                if (seen == null ? value != null : !seen.equals(value) || left > before + PAUSE_MILLIS) {
                    tell(seen);
                }
                value = seen;
                Thread.sleep(PAUSE_MILLIS);
            } catch (DataAccessException e) {
                log.debug("The lock cannot be seen: {}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void tell(@Nullable String value) {
        if (value == null) {
            scene.tell(NAME, State.FREE, Tone.PLAIN, "the key is gone");
        } else if (value.contains("@")) {
            scene.tell(NAME, State.HELD, Tone.PLAIN, "the key holds the token " + value.substring(0, SHOWN) + "…");
        } else {
            scene.tell(NAME, State.HELD, Tone.PLAIN, "the key is set; it does not say by whom");
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

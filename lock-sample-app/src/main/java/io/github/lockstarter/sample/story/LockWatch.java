package io.github.lockstarter.sample.story;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Looks at the key of a lock in Redis every few milliseconds, and tells when it changes. Ends when it is closed. */
final class LockWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LockWatch.class);

    private static final String NAME = "The lock in Redis";

    private static final long PAUSE_MILLIS = 8;

    private static final int LAST_LOOKS = 60;

    /** An owner token begins with 32 hexadecimal digits. */
    private static final int SHOWN = 6;

    private final StringRedisTemplate redis;

    private final Scene scene;

    private final String key;

    private final String beginning;

    private final Thread thread;

    private volatile boolean closed;

    /** What was seen last. Written by the watching thread only, as is the next. */
    private volatile @Nullable String value;

    private long ttl;

    private LockWatch(StringRedisTemplate redis, Scene scene, String key, String beginning) {
        this.redis = redis;
        this.scene = scene;
        this.key = key;
        this.beginning = beginning;
        this.thread = new Thread(this::watch, "story-lock-watch");
    }

    /** @param beginning what is told before the key is there */
    static LockWatch start(StringRedisTemplate redis, Scene scene, String key, String beginning) {
        LockWatch watch = new LockWatch(redis, scene, key, beginning);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            scene.tell(NAME, State.FREE, Tone.PLAIN, beginning);
            while (!closed) {
                look();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            log.trace("Nobody looks at {} any more", key);
        } catch (RuntimeException e) {
            if (!closed) {
                log.warn("The lock {} cannot be seen any more: {}", key, e.toString());
            }
        }
    }

    private void look() {
        String seen = redis.opsForValue().get(key);
        long left = redis.getExpire(key, TimeUnit.MILLISECONDS);
        // A ttl that grows belongs to a lock that was set anew, or renewed.
        if (!Objects.equals(seen, value) || seen != null && left > ttl + PAUSE_MILLIS) {
            tell(seen);
        }
        value = seen;
        ttl = left;
    }

    private void tell(@Nullable String seen) {
        if (seen == null) {
            scene.tell(NAME, State.FREE, Tone.PLAIN, "the key is gone");
        } else if (seen.contains("@")) {
            String what = seen.equals(value) ? "is renewed: it still holds the token " : "holds the token ";
            scene.tell(NAME, State.HELD, Tone.PLAIN, "the key " + what + seen.substring(0, SHOWN) + "…");
        } else {
            scene.tell(NAME, State.HELD, Tone.PLAIN, "the key is set; it does not say by whom");
        }
    }

    /** Waits, not for long, until the lock is free, so that this is told, too. */
    @Override
    public void close() {
        for (int looks = 0; value != null && looks < LAST_LOOKS; looks++) {
            Pause.millis(PAUSE_MILLIS);
        }
        closed = true;
        thread.interrupt();
    }
}

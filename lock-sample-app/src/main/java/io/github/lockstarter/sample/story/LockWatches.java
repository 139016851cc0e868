package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.shared.Limits;
import io.github.lockstarter.sample.shared.LockKeys;
import io.github.lockstarter.sample.strategy.NaiveLock;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** Watches over the locks of a scene's item. */
@Component
class LockWatches {

    private final StringRedisTemplate redis;

    private final LockKeys keys;

    private final Limits limits;

    LockWatches(StringRedisTemplate redis, LockKeys keys, Limits limits) {
        this.redis = redis;
        this.keys = keys;
        this.limits = limits;
    }

    /** The lock of {@code @DistributedLock(key = "'item:' + #id")}. */
    LockWatch distributed(Scene scene) {
        String key = keys.of(scene.item());
        return LockWatch.start(
                redis,
                scene,
                key,
                limits.locksAreElsewhere() ? "is on other servers, and is not looked at" : noKey(key));
    }

    LockWatch naive(Scene scene) {
        String key = NaiveLock.lock(scene.item());
        return LockWatch.start(redis, scene, key, noKey(key));
    }

    private static String noKey(String key) {
        return "there is no key " + key;
    }
}

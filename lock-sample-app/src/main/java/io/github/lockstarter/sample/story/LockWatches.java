package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.shared.LockKeys;
import io.github.lockstarter.sample.strategy.NaiveLock;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** Watches over the locks of a scene's item. */
@Component
class LockWatches {

    private final StringRedisTemplate redis;

    private final LockKeys keys;

    LockWatches(StringRedisTemplate redis, LockKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** The lock of {@code @DistributedLock(key = "'item:' + #id")}. */
    LockWatch distributed(Scene scene) {
        return LockWatch.start(redis, scene, keys.of(scene.item()));
    }

    LockWatch naive(Scene scene) {
        return LockWatch.start(redis, scene, NaiveLock.lock(scene.item()));
    }
}

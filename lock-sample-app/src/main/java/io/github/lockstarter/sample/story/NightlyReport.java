package io.github.lockstarter.sample.story;

import io.github.lockstarter.DistributedLock;
import java.time.Duration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** A job that every node starts at the same time, and only one is to do. */
@Component
class NightlyReport {

    private final StringRedisTemplate redis;

    NightlyReport(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /**
     * Makes the report, unless it is there: a node that comes when the first one has finished finds the lock free.
     *
     * @throws io.github.lockstarter.LockNotAcquiredException if another node is at it
     */
    @DistributedLock(key = "'report:' + #night", retries = 0, renew = true)
    public boolean make(String night, Runnable work) {
        if (redis.hasKey("report-of:" + night)) {
            return false;
        }
        work.run();
        redis.opsForValue().set("report-of:" + night, "made", Duration.ofHours(1));
        return true;
    }
}

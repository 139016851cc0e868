package io.github.lockstarter.torture.worker;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Adds one in Redis, through the client that refuses. The key is a list of all the writes: {@code value token}. */
final class FencedTask implements Task {

    private static final int TOO_LONG_ONCE_IN = 30;

    private final StarterLocking locking;
    private final Journal journal;
    private final FencedRedis fenced;

    FencedTask(StarterLocking locking, Journal journal, FencedRedis fenced) {
        this.locking = locking;
        this.journal = journal;
        this.fenced = fenced;
    }

    @Override
    public Workload workload() {
        return Workload.FENCED;
    }

    @Override
    public void run(Random random) {
        Key key = Workload.FENCED.key(0);
        Duration ttl = Workload.FENCED.ttl();
        journal.hold(
                List.of(key),
                () -> locking.acquire(StarterLocking.request(List.of(key), ttl, Duration.ofSeconds(2))),
                (held, tenancy) -> add(random, fenced.template(held.lease()), tenancy));
    }

    private static void add(Random random, StringRedisTemplate template, Tenancy tenancy) {
        String key = tenancy.keys().get(0).name();
        long value;
        try {
            String last = template.opsForList().index(key, -1);
            value = 1 + (last == null ? 0 : Long.parseLong(last.split(" ")[0]));
        } catch (LeaseLostException | DataAccessException e) {
            return;
        }
        Dwell.aMoment(random, Workload.FENCED.ttl(), TOO_LONG_ONCE_IN);
        try {
            template.opsForList().rightPush(key, value + " " + tenancy.fencingToken());
            tenancy.written(value);
        } catch (LeaseLostException e) {
            tenancy.writeRefused();
        } catch (DataAccessException e) {
            tenancy.writeUnknown();
        }
    }
}

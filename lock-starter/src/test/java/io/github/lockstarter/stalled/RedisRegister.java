package io.github.lockstarter.stalled;

import io.github.lockstarter.Lease;
import java.util.List;
import java.util.function.Function;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * In Redis: a list whose last entry is the number, in the form {@code number token}.
 *
 * @param client for a lease
 */
record RedisRegister(Function<Lease, StringRedisTemplate> client) implements Register {

    static final String KEY = "register";

    @Override
    public void addOne(Lease lease, Runnable meanwhile) {
        StringRedisTemplate template = client.apply(lease);
        String last = template.opsForList().index(KEY, -1);
        long number = last == null ? 0 : Write.of(last).number();
        meanwhile.run();
        template.opsForList().rightPush(KEY, (number + 1) + " " + lease.fencingToken());
    }

    static List<Write> writes(StringRedisTemplate template) {
        return template.opsForList().range(KEY, 0, -1).stream().map(Write::of).toList();
    }
}

package io.github.lockstarter.redis.fenced;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.RedisLocks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What a fenced command costs against a plain one: medians of rounds that alternate. A main program, no test. */
final class FencedRatio {

    private static final int ROUNDS = 60;

    private static final int CALLS = 1_000;

    private FencedRatio() {}

    public static void main(String[] args) {
        try (RedisServer server = RedisServer.start();
                RedisLocks locks = new RedisLocks(server);
                Lease lease = locks.template().acquire(LockRequest.of("item:a1").ttl(Duration.ofHours(1)));
                CurrentLease.Binding binding = CurrentLease.bind(lease)) {
            StringRedisTemplate plain = new StringRedisTemplate(locks.store().connectionFactory());
            StringRedisTemplate fenced = new FencedRedis(locks.store()).template();
            calls().forEach((name, call) -> compare(name, plain, fenced, call));
        }
    }

    private static Map<String, Consumer<StringRedisTemplate>> calls() {
        Map<String, Consumer<StringRedisTemplate>> calls = new LinkedHashMap<>();
        calls.put("GET", template -> template.opsForValue().get("item:a1"));
        calls.put("SET", template -> template.opsForValue().set("item:a1", "value"));
        calls.put("HSET", template -> template.opsForHash().put("item:hash", "field", "value"));
        byte[] key = "item:a1".getBytes(StandardCharsets.UTF_8);
        calls.put(
                "10 SETs in a pipeline",
                template -> template.executePipelined((RedisCallback<?>) connection -> {
                    for (int i = 0; i < 10; i++) {
                        connection.stringCommands().set(key, key);
                    }
                    return null;
                }));
        return calls;
    }

    private static void compare(
            String name, StringRedisTemplate plain, StringRedisTemplate fenced, Consumer<StringRedisTemplate> call) {
        double[] plainMicros = new double[ROUNDS];
        double[] fencedMicros = new double[ROUNDS];
        micros(plain, call);
        micros(fenced, call);
        for (int round = 0; round < ROUNDS; round++) {
            plainMicros[round] = micros(plain, call);
            fencedMicros[round] = micros(fenced, call);
        }
        double ofPlain = median(plainMicros);
        double ofFenced = median(fencedMicros);
        System.out.printf(
                "%-22s plain %6.1f us, fenced %6.1f us, x%.2f%n", name, ofPlain, ofFenced, ofFenced / ofPlain);
    }

    private static double micros(StringRedisTemplate template, Consumer<StringRedisTemplate> call) {
        long began = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            call.accept(template);
        }
        return (System.nanoTime() - began) / 1_000.0 / CALLS;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.shared.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * How many commands the server has executed, or the masters of a cluster, as they count them themselves: {@code INFO commandstats},
 * where those inside a script count each, and the script once.
 */
@Component
class ServerCommands {

    private static final Logger log = LoggerFactory.getLogger(ServerCommands.class);

    private static final String PREFIX = "cmdstat_";

    private static final Set<String> SCRIPTS = Set.of("eval", "evalsha");

    /**
     * What belongs to no bid: connections, what servers tell each other, and what this page reads and sends, with commands that no
     * strategy uses.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "hello",
            "auth",
            "client",
            "select",
            "ping",
            "subscribe",
            "unsubscribe",
            "command",
            "cluster",
            "psync",
            "replconf",
            "role",
            "config",
            "script",
            "info",
            "xadd",
            "xrange",
            "xrevrange",
            "lrange",
            "hmget",
            "getrange");

    private final StringRedisTemplate redis;

    private final Limits limits;

    ServerCommands(StringRedisTemplate redis, Limits limits) {
        this.redis = redis;
        this.limits = limits;
    }

    /**
     * Returns the count up to now; nothing if the server does not tell, as some providers' do not, or if those of the locks are other
     * servers, where nobody counts.
     */
    Optional<Count> now() {
        if (limits.locksAreElsewhere()) {
            return Optional.empty();
        }
        try {
            Properties stats = redis.execute((RedisCallback<Properties>)
                    connection -> connection.serverCommands().info("commandstats"));
            return Optional.of(count(stats));
        } catch (RuntimeException e) {
            // Not allowed, or in a form that only its provider knows: the count is left out, the race goes on.
            log.debug("The server does not tell what it has executed: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Count count(Properties stats) {
        Map<String, Long> calls = new HashMap<>();
        for (String each : stats.stringPropertyNames()) {
            int begin = each.indexOf(PREFIX);
            if (begin < 0) {
                continue;
            }
            // cmdstat_client|setinfo = calls=2,usec=... and in a cluster 127.0.0.1:7000.cmdstat_...
            String command = each.substring(begin + PREFIX.length()).split("\\|")[0];
            String number = stats.getProperty(each).replaceFirst("calls=(\\d+).*", "$1");
            calls.merge(command, Long.parseLong(number), Long::sum);
        }
        calls.keySet().removeAll(LEFT_OUT);
        long scripts =
                SCRIPTS.stream().mapToLong(each -> calls.getOrDefault(each, 0L)).sum();
        return new Count(calls.values().stream().mapToLong(Long::longValue).sum(), scripts);
    }

    /**
     * A number of commands.
     *
     * @param all scripts and what they call included
     * @param scripts how many of them were scripts
     */
    record Count(long all, long scripts) {

        Count since(Count earlier) {
            return new Count(all - earlier.all, scripts - earlier.scripts);
        }
    }
}

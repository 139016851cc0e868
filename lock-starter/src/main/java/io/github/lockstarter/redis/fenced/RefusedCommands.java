package io.github.lockstarter.redis.fenced;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The commands that no script can run, or that would not do in one what they are for. Commands that are unknown here are
 * sent, and the server refuses those that are not for scripts.
 */
final class RefusedCommands {

    private static final Map<String, String> REASONS = reasons();

    private RefusedCommands() {}

    /** @throws UnsupportedOperationException if it is one of these */
    static void check(String name) {
        String reason = REASONS.get(name);
        if (reason != null) {
            throw refusal(name, reason);
        }
    }

    /** For a command of the list above. */
    static UnsupportedOperationException refusal(String name) {
        return refusal(name, Objects.requireNonNull(REASONS.get(name)));
    }

    static UnsupportedOperationException refusal(String name, String reason) {
        return new UnsupportedOperationException(
                "A fenced client refuses %s. %s. Use your own template for it, or a RedisScript on the fenced one."
                        .formatted(name, reason));
    }

    /** Whether an error reply says that a command is not for scripts. Redis 6.2 says "scripts". */
    static boolean isRefusedInScripts(String error) {
        return error.contains("not allowed from script") || error.contains("not allowed with BLOCK option from script");
    }

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new HashMap<>();
        add(
                reasons,
                "It blocks, and the check cannot wait with it",
                List.of(
                        "BLPOP",
                        "BRPOP",
                        "BRPOPLPUSH",
                        "BLMOVE",
                        "BLMPOP",
                        "BZPOPMIN",
                        "BZPOPMAX",
                        "BZMPOP",
                        "WAIT",
                        "WAITAOF"));
        add(
                reasons,
                "A check at its beginning says nothing of the messages to come",
                List.of(
                        "SUBSCRIBE",
                        "PSUBSCRIBE",
                        "SSUBSCRIBE",
                        "UNSUBSCRIBE",
                        "PUNSUBSCRIBE",
                        "SUNSUBSCRIBE",
                        "MONITOR"));
        add(
                reasons,
                "The check and a transaction cannot be one step",
                List.of("MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH"));
        add(
                reasons,
                "It changes or asks the connection, which is the application's",
                List.of("AUTH", "HELLO", "SELECT", "CLIENT", "RESET", "QUIT", "READONLY", "READWRITE", "ASKING"));
        add(
                reasons,
                "It changes the server, which has nothing to do with a lock",
                List.of(
                        "REPLICAOF",
                        "SLAVEOF",
                        "SWAPDB",
                        "FAILOVER",
                        "CLUSTER",
                        "SHUTDOWN",
                        "DEBUG",
                        "CONFIG",
                        "ACL",
                        "MODULE",
                        "SYNC",
                        "PSYNC"));
        add(
                reasons,
                "The check can only stand in front of a script that is sent as text by EVAL",
                List.of("EVAL_RO", "EVALSHA_RO", "FCALL", "FCALL_RO", "FUNCTION", "SCRIPT"));
        return Map.copyOf(reasons);
    }

    private static void add(Map<String, String> reasons, String reason, List<String> names) {
        names.forEach(name -> reasons.put(name, reason));
    }
}

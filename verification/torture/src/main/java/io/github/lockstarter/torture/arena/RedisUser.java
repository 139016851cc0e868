package io.github.lockstarter.torture.arena;

import java.util.ArrayList;
import java.util.List;

/** The user that workers are to Redis: it may do what the library needs, and what the tasks do with their data, and no more. */
public final class RedisUser {

    public static final String NAME = "lock";

    static final String PASSWORD = "torture";

    private static final List<String> OF_THE_LIBRARY = List.of(
            "~lock:*",
            "resetchannels",
            "&lock:*",
            "-@all",
            "+evalsha",
            "+eval",
            "+exists",
            "+get",
            "+set",
            "+del",
            "+pexpire",
            "+pttl",
            "+time",
            "+publish",
            "+subscribe",
            "+unsubscribe",
            "+zadd",
            "+zcard",
            "+zrange",
            "+zremrangebyscore",
            "+zscore",
            "+pexpireat",
            "+zpopmin",
            "+zrem",
            "+ping",
            "+hello",
            "+client|setname",
            "+info");

    private static final List<String> OF_THE_TASKS = List.of("~fenced-*", "+lindex", "+rpush");

    private RedisUser() {}

    /** As flags of a server. */
    static List<String> flags() {
        List<String> flags = new ArrayList<>(List.of("--user", NAME, "on", ">" + PASSWORD));
        flags.addAll(OF_THE_LIBRARY);
        flags.addAll(OF_THE_TASKS);
        return flags;
    }
}

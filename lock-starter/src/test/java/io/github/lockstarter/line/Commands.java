package io.github.lockstarter.line;

import io.github.lockstarter.process.RedisServer;

/** Commands that clients sent, as Redis counts them. */
final class Commands {

    private Commands() {}

    /** Scripts, and subscriptions: since the statistics were reset. */
    static int counted(RedisServer server) {
        return server.command("INFO", "commandstats")
                .lines()
                .filter(line -> line.matches("cmdstat_(evalsha|eval|subscribe|unsubscribe):.*"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }
}

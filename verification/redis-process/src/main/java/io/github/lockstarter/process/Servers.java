package io.github.lockstarter.process;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is done with the servers of a topology together. */
final class Servers {
    /** By default, a master of Redis 7 waits 5 s for more replicas before it sends its data to one. */
    static final List<String> FAST_SYNC = List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0");

    private Servers() {}

    /** Returns the addresses, as clients are configured with them. */
    static List<String> addresses(List<RedisServer> servers) {
        return servers.stream().map(RedisServer::address).toList();
    }

    /** @throws IllegalStateException if none has that port */
    static RedisServer withPort(int port, List<RedisServer> servers) {
        return servers.stream()
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("Port " + port + " is none of " + addresses(servers) + "."));
    }

    /**
     * Kills all, because a master that is asked to end waits for its replicas first; then closes all.
     *
     * @throws RuntimeException what the first failure was, when all is done; the others are suppressed in it
     */
    static void close(List<RedisServer> servers) {
        List<RuntimeException> failures = new ArrayList<>();
        Stream.concat(
                        servers.stream().<Runnable>map(server -> server::kill),
                        servers.stream().<Runnable>map(server -> server::close))
                .forEach(end -> attempt(end, failures));
        if (!failures.isEmpty()) {
            RuntimeException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void attempt(Runnable end, List<RuntimeException> failures) {
        try {
            end.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }
}

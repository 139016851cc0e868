package io.github.lockstarter.sample.redis;

import io.github.lockstarter.process.RedisServer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Ports of this machine on which the instances of the sample expect each other's Redis. */
final class SharedPorts {

    private SharedPorts() {}

    /** So many in a row. */
    static List<Integer> from(int first, int count) {
        return IntStream.range(first, first + count).boxed().toList();
    }

    static String address(int port) {
        return PortProbe.HOST + ":" + port;
    }

    static List<String> addresses(List<Integer> ports) {
        return ports.stream().map(SharedPorts::address).toList();
    }

    /**
     * Starts what is to listen on the ports, unless a Redis is on one of them.
     *
     * @return what was started; nothing if it is there already
     * @throws NoRedisException if something else is on one of them, or it cannot be started
     */
    static <T> Optional<T> startUnlessThere(List<Integer> ports, Supplier<T> start) {
        if (isOneThere(ports)) {
            return Optional.empty();
        }
        try {
            return Optional.of(start.get());
        } catch (IllegalStateException | UncheckedIOException e) {
            // Another instance may have been faster.
            if (isOneThere(ports)) {
                return Optional.empty();
            }
            throw NoRedisException.notStarted(ports.get(0), e);
        }
    }

    /** A line for each: its role, port and process id. */
    static List<String> lines(List<RedisServer> servers) {
        return servers.stream()
                .map(server -> "Started a %s on %s (pid %d), which ends with this instance"
                        .formatted(role(server), address(server.port()), server.pid()))
                .toList();
    }

    private static String role(RedisServer server) {
        String[] answer = server.command("ROLE").split("\n");
        return switch (answer[0]) {
            case "slave" -> "replica of " + answer[2];
            case "sentinel" -> "Sentinel";
            default -> answer[0];
        };
    }

    private static boolean isOneThere(List<Integer> ports) {
        return ports.stream().map(SharedPorts::isThere).toList().contains(true);
    }

    private static boolean isThere(int port) {
        return switch (PortProbe.of(port)) {
            case REDIS -> true;
            case NOBODY -> false;
            case LOCKED_REDIS -> throw NoRedisException.wantsPassword(port);
            case STRANGER -> throw NoRedisException.portTaken(port);
        };
    }
}

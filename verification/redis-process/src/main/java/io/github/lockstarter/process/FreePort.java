package io.github.lockstarter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of 127.0.0.1 which nobody has at the moment. */
final class FreePort {
    private static final int BUS_DISTANCE = 10_000;
    private static final int LOWEST_LASTING = 12_000;
    // The bus ports, too, stay below those which Linux gives to connections: 32,768 and more.
    private static final int LASTING = 10_000;
    private static final int ATTEMPTS = 1_000;

    private FreePort() {}

    /** @throws UncheckedIOException if there is none */
    static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(RedisLauncher.HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + RedisLauncher.HOST + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns a port which the system gives to no connection: while its server is down, others try to connect to it, and
     * such a connection could be given this very port, meet itself, and be in the way of the server. The port 10,000
     * above, on which the nodes of a cluster talk to each other, is free and lasting, too.
     *
     * @throws IllegalStateException if there is none
     */
    static int lasting() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = LOWEST_LASTING + ThreadLocalRandom.current().nextInt(LASTING);
            if (isFree(port) && isFree(port + BUS_DISTANCE)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + LOWEST_LASTING + " on whose port " + BUS_DISTANCE
                + " above is free. End what listens on " + RedisLauncher.HOST + ".");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(RedisLauncher.HOST), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

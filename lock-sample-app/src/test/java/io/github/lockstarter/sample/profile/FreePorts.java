package io.github.lockstarter.sample.profile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports in a row that nobody has. */
final class FreePorts {

    private static final int LOWEST = 22_200;

    /** The nodes of a cluster talk to each other on ports 10,000 above theirs, which Linux gives to connections from 32,768 on. */
    private static final int HIGHEST = 22_700;

    private static final int BUS_DISTANCE = 10_000;

    private static final int ATTEMPTS = 100;

    private FreePorts() {}

    /** Returns the first of so many. */
    static int inARow(int count) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (IntStream.range(first, first + count).allMatch(port -> isFree(port) && isFree(port + BUS_DISTANCE))) {
                return first;
            }
        }
        throw new AssertionError("No " + count + " free ports in a row");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

package io.github.lockstarter.torture.chaos;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** The socket to a client and the one to the server, with a pump for each way between them. Thread-safe. */
final class Connection {
    private static final int CONNECT_MILLIS = 5000;

    private final Gate gate;
    private final Socket client;
    private final Socket server = new Socket();
    private final AtomicInteger pumps = new AtomicInteger(Way.values().length);
    private volatile boolean cut;

    Connection(Gate gate, Socket client) {
        this.gate = gate;
        this.client = client;
    }

    /** Connects to the server and pumps, on threads of that name; resets the client if there is no server. */
    void start(String name, InetSocketAddress target) {
        daemon(name + "-requests", () -> connectAndPump(name, target));
    }

    private void connectAndPump(String name, InetSocketAddress target) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLIS);
            if (server.getLocalPort() == target.getPort()) {
                // While nobody listens there, the kernel may choose that port for this end, and TCP meets itself.
                throw new ConnectException("Connected to itself");
            }
        } catch (IOException e) {
            // The client learns it as it would from a server which is down.
            reset();
            return;
        }
        daemon(name + "-replies", new Pump(gate, this, Way.REPLIES, server, client));
        new Pump(gate, this, Way.REQUESTS, client, server).run();
    }

    /** Returns whether the client has been cut off, or is about to be: it gets no more bytes. */
    boolean isCut() {
        return cut;
    }

    /**
     * Cuts the client off once the last request is written. The server's side ends by a FIN, and is read until the
     * server closes it: a RST might overtake the request.
     */
    void cutAfter(Runnable lastRequest) {
        cut = true;
        lastRequest.run();
        reset(client);
        endRequests();
    }

    /** Tells the server that the client sends no more; replies go on. */
    void endRequests() {
        try {
            server.shutdownOutput();
        } catch (IOException e) {
            // The server has closed it; its end comes by the replies.
        }
    }

    /** To be called by each pump at its end; the last one closes, unless the connection has to look half-open. */
    void pumpEnded() {
        if (pumps.decrementAndGet() == 0 && !gate.isDamaged(this)) {
            close();
        }
    }

    /** Closes both sides in the ordinary way. */
    void close() {
        gate.remove(this);
        closeQuietly(client);
        closeQuietly(server);
    }

    /** Closes both sides by RST. */
    void reset() {
        gate.remove(this);
        reset(client);
        reset(server);
    }

    /** Closes the socket by RST if it is connected. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to do with it.
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}

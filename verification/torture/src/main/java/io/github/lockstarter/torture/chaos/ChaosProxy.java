package io.github.lockstarter.torture.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy between Redis clients and a server on this machine, which breaks their connections as networks do.
 *
 * <p>One setting is in force at a time: each call of {@link #delay}, {@link #hold}, {@link #lose},
 * {@link #cutAfterRequest} and {@link #refuse} replaces the last one, and {@link #heal()} goes back to none. It counts
 * for the bytes which the proxy reads after the call, and for those it still keeps back; bytes on which it has decided
 * may go out a moment later. The end of a connection, FIN or RST, is delayed, held and lost as bytes are. That it is
 * made is not: a client can always connect but under {@link #refuse()}, and is reset at once if there is no server.
 *
 * <p>Thread-safe. The threads are daemons.
 */
public final class ChaosProxy implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int BACKLOG = 512;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Gate gate = new Gate();
    private final ServerSocket listener;
    private final InetSocketAddress target;

    private ChaosProxy(ServerSocket listener, InetSocketAddress target) {
        this.listener = listener;
        this.target = target;
    }

    /**
     * Listens on a free port of 127.0.0.1 and forwards to another one, whose server may be down now and later.
     *
     * @param port from 1 to 65535
     * @throws IllegalArgumentException if it is not
     * @throws UncheckedIOException if there is no free port
     */
    public static ChaosProxy to(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("The port must be from 1 to 65535: " + port);
        }
        try {
            ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getByName(HOST));
            ChaosProxy proxy = new ChaosProxy(listener, new InetSocketAddress(HOST, port));
            Thread acceptor = new Thread(proxy::accept, "chaos-" + proxy.port() + "-accept");
            acceptor.setDaemon(true);
            acceptor.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + HOST + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Returns the number of open connections. One whose client was cut off does not count; one whose end is held or
     * lost does.
     */
    public int connections() {
        return gate.open().size();
    }

    /**
     * Keeps each chunk of bytes back for a random time, both ways and in order. A chunk has 64 KB at most, and its time
     * starts when the one before it is delivered.
     *
     * @param least from 0 to {@code most}
     * @param most up to 1 h
     * @throws IllegalArgumentException if they are not
     */
    public void delay(Duration least, Duration most) {
        gate.put(Fault.delay(least, most));
    }

    /**
     * Keeps all bytes of these ways back until healed, as TCP does with a partition that ends. When its buffers are
     * full, the sender is blocked.
     *
     * @throws IllegalArgumentException if there is no way
     */
    public void hold(Way... ways) {
        gate.put(Fault.hold(ways));
    }

    /**
     * Loses all bytes of these ways. A connection that lost any is reset when healed, and not before: until then it
     * looks half-open, and loses all that follow that way, also if another setting replaces this one. A connection that
     * lost none goes on unharmed. With {@code REPLIES} alone, commands are executed and their replies are lost.
     *
     * @throws IllegalArgumentException if there is no way
     */
    public void lose(Way... ways) {
        gate.put(Fault.lose(ways));
    }

    /**
     * Lets each connection end at its next request: the bytes are forwarded, then the client's side is reset without
     * the reply. The server's side ends by a FIN, so that it reads and executes them first. The bytes are those of one
     * read, 64 KB at most: a request which is longer, or sent in parts, comes to the server in part.
     */
    public void cutAfterRequest() {
        gate.put(Fault.CUT);
    }

    /** Resets all open connections, on both sides, now. The setting stays in force. */
    public void reset() {
        gate.open().forEach(Connection::reset);
    }

    /** Resets new connections at once; open ones go on. */
    public void refuse() {
        gate.put(Fault.REFUSE);
    }

    /**
     * Ends the setting in force. Bytes kept back are delivered now, before any that come later; connections that lost
     * bytes are reset on return.
     */
    public void heal() {
        gate.heal().forEach(Connection::reset);
    }

    /**
     * Stops to listen and resets all connections; the threads end at once. Settings do nothing afterwards. Nothing
     * happens the second time.
     *
     * @throws UncheckedIOException if the port cannot be given back
     */
    @Override
    public void close() {
        gate.close().forEach(Connection::reset);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close port " + port() + ": " + e.getMessage(), e);
        }
    }

    private void accept() {
        for (long number = 1; !listener.isClosed(); number++) {
            try {
                Socket client = listener.accept();
                Connection connection = new Connection(gate, client);
                if (gate.admit(connection)) {
                    connection.start("chaos-" + port() + "-" + number, target);
                } else {
                    Connection.reset(client);
                }
            } catch (IOException e) {
                // Closed, or out of descriptors: those of connections that end come back.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}

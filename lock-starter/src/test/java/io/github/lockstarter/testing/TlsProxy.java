package io.github.lockstarter.testing;

import io.github.lockstarter.process.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Speaks TLS in front of a Redis that cannot. */
public final class TlsProxy implements AutoCloseable {

    private final RedisServer server;

    private final SSLServerSocket socket;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private final AtomicInteger connections = new AtomicInteger();

    public TlsProxy(RedisServer server, TestCertificate certificate) {
        this.server = server;
        try {
            socket = (SSLServerSocket) certificate
                    .serverContext()
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getByName(server.host()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** How many were made, and shook hands. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) socket.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }

    private void serve(SSLSocket client) {
        try (client;
                Socket redis = new Socket(server.host(), server.port())) {
            open.add(redis);
            client.startHandshake();
            connections.incrementAndGet();
            threads.execute(() -> pump(redis, client));
            pump(client, redis);
        } catch (IOException refused) {
            // The client has gone, or does not trust us: it says so itself.
        }
    }

    private static void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException closed) {
            // By the other side.
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            socket.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

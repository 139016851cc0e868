package io.github.lockstarter.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One connection to a Redis server, for commands whose replies are read as text. Not for several threads at once. */
public final class RespConnection implements AutoCloseable {
    private final Socket socket;
    private final RespReader replies;

    private RespConnection(Socket socket, RespReader replies) {
        this.socket = socket;
        this.replies = replies;
    }

    /**
     * @param timeout the longest wait for the connection, and then for each part of a reply; 1 ms at least
     * @throws UncheckedIOException if the server cannot be reached
     */
    public static RespConnection open(String host, int port, Duration timeout) {
        Socket socket = new Socket();
        try {
            int millis = Math.max(1, Math.toIntExact(timeout.toMillis()));
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            return new RespConnection(socket, new RespReader(new BufferedInputStream(socket.getInputStream())));
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UncheckedIOException("Cannot connect to " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /**
     * Sends one command. A nil is returned as {@code (nil)}, an array as its elements joined by newlines.
     *
     * @throws IllegalStateException if the reply is an error or holds one, with its text; the connection stays usable
     * @throws UncheckedIOException if no whole reply came in time; the connection is closed then
     */
    public String send(String... command) {
        List<String> errors = new ArrayList<>();
        String reply;
        try {
            socket.getOutputStream().write(encode(command));
            reply = replies.read(errors);
        } catch (IOException e) {
            // A reply which comes late would be taken for the next command's.
            closeQuietly(socket);
            throw new UncheckedIOException(
                    "No reply to " + command[0] + " from " + socket.getRemoteSocketAddress() + ": " + e.getMessage(),
                    e);
        }
        if (!errors.isEmpty()) {
            throw new IllegalStateException(errors.get(0));
        }
        return reply;
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static byte[] encode(String... command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : command) {
            byte[] content = word.getBytes(StandardCharsets.UTF_8);
            bytes.write(("$" + content.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.write(content);
            bytes.write('\r');
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to do with it.
        }
    }
}

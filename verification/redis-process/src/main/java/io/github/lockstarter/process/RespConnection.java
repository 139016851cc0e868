package io.github.lockstarter.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One connection to a Redis server, for commands whose replies are read as text. Not for several threads at once. */
public final class RespConnection implements AutoCloseable {
    private final Socket socket;
    private final RespReader replies;
    private final Charset charset;

    private RespConnection(Socket socket, RespReader replies, Charset charset) {
        this.socket = socket;
        this.replies = replies;
        this.charset = charset;
    }

    /**
     * @param timeout the longest wait for the connection, and then for each part of a reply; 1 ms at least
     * @throws UncheckedIOException if the server cannot be reached
     */
    public static RespConnection open(String host, int port, Duration timeout) {
        return open(host, port, timeout, StandardCharsets.UTF_8);
    }

    /**
     * @param timeout the longest wait for the connection, and then for each part of a reply; 1 ms at least
     * @param charset of commands and replies; with ISO 8859-1 each char is a byte, so that nothing is lost
     * @throws UncheckedIOException if the server cannot be reached
     */
    static RespConnection open(String host, int port, Duration timeout, Charset charset) {
        Socket socket = new Socket();
        try {
            int millis = Math.max(1, Math.toIntExact(timeout.toMillis()));
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            InputStream replies = new BufferedInputStream(socket.getInputStream());
            return new RespConnection(socket, new RespReader(replies, charset), charset);
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
        return send(replies::read, command);
    }

    /**
     * Sends one command whose reply is an array; an element may hold newlines.
     *
     * @throws IllegalStateException if the reply is an error or holds one, with its text; the connection stays usable
     * @throws UncheckedIOException if no whole reply came in time; the connection is closed then
     */
    List<String> sendForElements(String... command) {
        return send(replies::readElements, command);
    }

    private <T> T send(Reading<T> reading, String... command) {
        List<String> errors = new ArrayList<>();
        T reply;
        try {
            socket.getOutputStream().write(encode(command));
            reply = reading.read(errors);
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

    private byte[] encode(String... command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : command) {
            byte[] content = word.getBytes(charset);
            bytes.write(("$" + content.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.write(content);
            bytes.write('\r');
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /** How a reply is read. */
    private interface Reading<T> {
        T read(List<String> errors) throws IOException;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to do with it.
        }
    }
}

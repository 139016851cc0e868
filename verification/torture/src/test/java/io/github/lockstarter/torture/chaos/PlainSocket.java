package io.github.lockstarter.torture.chaos;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One end of a connection that speaks in lines, and tells a FIN from a RST. */
final class PlainSocket implements AutoCloseable {
    private static final int LIMIT_MILLIS = 5000;
    private static final int SILENCE_MILLIS = 50;

    private final Socket socket;

    PlainSocket(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    PlainSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    void write(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes until the connection fails. */
    void writeForEver() {
        byte[] bytes = new byte[64 * 1024];
        try {
            while (true) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            // That is the end.
        }
    }

    /** Returns the next line, or null at a FIN; throws at a RST, and after 5 s. */
    @Nullable
    String line() throws IOException {
        return line(LIMIT_MILLIS);
    }

    /** Returns whether the connection ends, in whatever way, and not with a line. */
    boolean isEnded() throws IOException {
        try {
            return line() == null;
        } catch (SocketException e) {
            return true;
        }
    }

    void assertSilent() {
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> line(SILENCE_MILLIS));
    }

    void assertReset() {
        assertThatExceptionOfType(SocketException.class).isThrownBy(this::line).withMessageContaining("reset");
    }

    /** Ends the connection by a RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private @Nullable String line(int limitMillis) throws IOException {
        socket.setSoTimeout(limitMillis);
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return null;
            }
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
    }
}

package io.github.lockstarter.process;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A real redis-server process on a port of 127.0.0.1, ended on close, or else when this JVM exits. */
public final class RedisServer implements AutoCloseable {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    private final RedisLauncher launcher;
    private final int port;
    private final @Nullable TempDirectory temporary;
    private volatile ChildProcess process;
    private boolean closed;

    RedisServer(RedisLauncher launcher, int port, @Nullable TempDirectory temporary, ChildProcess process) {
        this.launcher = launcher;
        this.port = port;
        this.temporary = temporary;
        this.process = process;
    }

    /**
     * Starts a server on a free port, in a fresh temporary directory. It saves nothing unless the flags say so.
     *
     * @param flags as on the command line, a word each: {@code "--maxmemory", "10mb"}
     * @throws IllegalStateException if there is no binary, or the server is not ready within 10 s; with its last lines
     */
    public static RedisServer start(String... flags) {
        return builder().flags(flags).start();
    }

    /** Returns a builder for a server on a free port, in a fresh temporary directory, without flags. */
    public static RedisServerBuilder builder() {
        return new RedisServerBuilder();
    }

    public String host() {
        return RedisLauncher.HOST;
    }

    public int port() {
        return port;
    }

    /** Returns the process id, which is another one after {@link #restart()}. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns whether it can be expected to answer: alive, and not suspended by this object. */
    boolean isRunning() {
        return process.isRunning();
    }

    /** Returns host and port, as clients are configured with them: {@code 127.0.0.1:6379}. */
    String address() {
        return host() + ":" + port;
    }

    /**
     * Sends one command over a fresh connection. A nil is returned as {@code (nil)}, an array as its elements joined by
     * newlines.
     *
     * @throws IllegalStateException if the reply is an error, with its text
     * @throws UncheckedIOException if the server cannot be reached, or is silent for 5 s
     */
    public String command(String... command) {
        try (RespConnection connection = RespConnection.open(host(), port, COMMAND_TIMEOUT)) {
            return connection.send(command);
        }
    }

    /**
     * Sends SIGSTOP: the server keeps its connections and answers nothing. On Linux it is stopped on return.
     *
     * @throws IllegalStateException if it has ended, or cannot be stopped
     */
    public synchronized void suspend() {
        process.suspend();
    }

    /**
     * Sends SIGCONT.
     *
     * @throws IllegalStateException if it has ended, or cannot be signalled
     */
    public synchronized void resume() {
        process.resume();
    }

    /** Sends SIGKILL and waits for the end; does nothing if the server has ended. */
    public synchronized void kill() {
        process.kill();
    }

    /**
     * Starts the server again on the same port, in the same directory and with the same flags; kills it first if alive.
     *
     * @throws IllegalStateException if it is not ready within 10 s, with its last lines, or if this object is closed
     */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("This server is closed and cannot be restarted. Start a new one.");
        }
        process.kill();
        process = launcher.launch(port);
    }

    /**
     * Sends SIGTERM, resumes the server if suspended, waits up to 5 s, then kills it; deletes its temporary directory.
     * Nothing happens the second time.
     *
     * @throws UncheckedIOException if the directory cannot be deleted
     */
    @Override
    public synchronized void close() {
        closed = true;
        process.close();
        if (temporary != null) {
            temporary.close();
        }
    }
}

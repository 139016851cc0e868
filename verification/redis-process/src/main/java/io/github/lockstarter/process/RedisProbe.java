package io.github.lockstarter.process;

import java.io.UncheckedIOException;
import java.time.Duration;

/** Asks whether the server of a given process serves on a port: another one may have been there first. */
final class RedisProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final String host;
    private final int port;
    private final long pid;
    private String lastAnswer = "none";

    RedisProbe(String host, int port, long pid) {
        this.host = host;
        this.port = port;
        this.pid = pid;
    }

    boolean isUp() {
        try (RespConnection connection = RespConnection.open(host, port, TIMEOUT)) {
            lastAnswer = connection.send("PING");
            return lastAnswer.equals("PONG") && isOwn(connection);
        } catch (IllegalStateException e) {
            lastAnswer = String.valueOf(e.getMessage());
            return lastAnswer.startsWith("NOAUTH");
        } catch (UncheckedIOException e) {
            lastAnswer = String.valueOf(e.getMessage());
            return false;
        }
    }

    /** What was answered the last time, for messages. */
    String lastAnswer() {
        return lastAnswer;
    }

    private boolean isOwn(RespConnection connection) {
        String info = connection.send("INFO", "server");
        boolean own = info.lines().anyMatch(line -> line.equals("process_id:" + pid));
        if (!own) {
            lastAnswer = "another server's than that of process " + pid;
        }
        return own;
    }
}

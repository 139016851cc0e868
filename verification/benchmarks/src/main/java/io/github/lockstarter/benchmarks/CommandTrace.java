package io.github.lockstarter.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells by MONITOR how many calls of each command come from clients, and how many from scripts: what commandstats cannot.
 * It slows Redis, so it watches warm-ups only.
 */
public final class CommandTrace implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("\\+[0-9.]+ \\[\\d+ (\\S+)\\] \"([^\"]+)\".*");

    private final Socket socket;
    private final BufferedReader lines;
    private final Thread reader;
    private final Map<String, long[]> counts = new HashMap<>();

    private CommandTrace(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
        lines.readLine();
        reader = new Thread(this::read, "command-trace");
        reader.setDaemon(true);
        reader.start();
    }

    public static CommandTrace start(int port) {
        try {
            return new CommandTrace(port);
        } catch (IOException e) {
            throw new UncheckedIOException("MONITOR cannot be started.", e);
        }
    }

    /** Ends the watch and returns, for each command, the share of its calls that clients sent: 0 to 1. */
    public Map<String, Double> shares() {
        close();
        try {
            reader.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<String, Double> shares = new HashMap<>();
        synchronized (counts) {
            counts.forEach((command, count) -> shares.put(command, count[0] / (double) (count[0] + count[1])));
        }
        return shares;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It ends either way.
        }
    }

    private void read() {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    count(
                            matcher.group(2).toLowerCase(Locale.ROOT),
                            matcher.group(1).equals("lua"));
                }
            }
        } catch (IOException e) {
            // Closed from here: the watch is over.
        }
    }

    private void count(String command, boolean inScript) {
        synchronized (counts) {
            counts.computeIfAbsent(command, name -> new long[2])[inScript ? 1 : 0]++;
        }
    }
}

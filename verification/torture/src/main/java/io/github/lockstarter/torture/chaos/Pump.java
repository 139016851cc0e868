package io.github.lockstarter.torture.chaos;

import java.io.IOException;
import java.net.Socket;

/**
 * Carries bytes one way, a chunk at a time, as the gate says; it reads no more while a chunk waits, so order is kept. An
 * end of the stream is judged as bytes are: a FIN or RST can be delayed, held or lost too.
 */
final class Pump implements Runnable {
    private static final int CHUNK = 64 * 1024;
    private static final int RST = -2;

    private final Gate gate;
    private final Connection connection;
    private final Way way;
    private final Socket from;
    private final Socket to;

    Pump(Gate gate, Connection connection, Way way, Socket from, Socket to) {
        this.gate = gate;
        this.connection = connection;
        this.way = way;
        this.from = from;
        this.to = to;
    }

    @Override
    public void run() {
        try {
            byte[] chunk = new byte[CHUNK];
            boolean more = true;
            while (more) {
                int count = read(chunk);
                Verdict verdict = gate.judge(connection, way);
                more = count >= 0 ? carry(chunk, count, verdict) : end(count, verdict);
            }
        } finally {
            connection.pumpEnded();
        }
    }

    private boolean carry(byte[] chunk, int count, Verdict verdict) {
        return switch (verdict) {
            case PASS -> write(chunk, count);
            case LOSE -> true;
            case CUT -> {
                connection.cutAfter(() -> write(chunk, count));
                yield false;
            }
            case STOP -> false;
        };
    }

    private boolean end(int how, Verdict verdict) {
        if (verdict == Verdict.PASS || verdict == Verdict.CUT) {
            if (how == RST) {
                connection.reset();
            } else if (way == Way.REQUESTS) {
                connection.endRequests();
            } else {
                // A Redis server which ends the replies reads no more requests either.
                connection.close();
            }
        }
        return false;
    }

    private int read(byte[] chunk) {
        try {
            return from.getInputStream().read(chunk);
        } catch (IOException e) {
            return RST;
        }
    }

    /** Returns whether to go on. That the receiver is gone, the sender learns by the other way, if that is open. */
    private boolean write(byte[] chunk, int count) {
        try {
            to.getOutputStream().write(chunk, 0, count);
            return true;
        } catch (IOException e) {
            // Unread replies at the close would turn the FIN after the last request into a RST.
            return connection.isCut();
        }
    }
}

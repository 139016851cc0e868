package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.worker.Ledger.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * The writes that were done to a number which each of them was to make one greater, in their order. A value that was there before
 * means that an update was lost.
 */
public final class Writes {

    public static final String NAME = "lost update";

    public static final String STALE = "stale write";

    private final List<Finding> findings = new ArrayList<>();

    private int lost;

    private int repeated;

    /**
     * @param writes what is there at the end
     * @param most how many writers may have been killed without knowing
     */
    public Writes(History history, Workload workload, List<Write> writes, int most) {
        Write last = new Write(0, 0);
        for (Write write : writes) {
            if (write.equals(last)) {
                // Sent again by the client when its connection was cut: it changes nothing.
                repeated++;
            } else if (write.value() != last.value() + 1) {
                lost++;
                findings.add(new Finding(NAME, "%s: %s after %s".formatted(workload, write, last)));
            }
            if (write.token() < last.token()) {
                findings.add(new Finding(STALE, "%s: %s after %s".formatted(workload, write, last)));
            }
            last = write;
        }
        long done = writes.size() - repeated;
        long acknowledged = history.count(EventType.WRITTEN, workload);
        long unknown = history.count(EventType.WRITE_UNKNOWN, workload) + refusedOrDone(history, workload) + most;
        if (done < acknowledged || done > acknowledged + unknown) {
            findings.add(new Finding(
                    NAME,
                    "%s: %d writes are there, %d were acknowledged, of at most %d it is not known"
                            .formatted(workload, done, acknowledged, unknown)));
        }
    }

    /** Writes that a client sent again, because its connection was cut: refused in the end, but perhaps done the first time. */
    private static long refusedOrDone(History history, Workload workload) {
        return workload != Workload.FENCED
                ? 0
                : history.events(EventType.WRITE_REFUSED, workload)
                        .filter(event -> Cuts.between(
                                history, event.worker(), history.claimOf(event).granted(), event.time()))
                        .count();
    }

    public List<Finding> findings() {
        return findings;
    }

    public int lost() {
        return lost;
    }
}

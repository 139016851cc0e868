package io.github.lockstarter.torture.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTests {

    @TempDir
    Path directory;

    @Test
    void isReadAsItWasWritten() {
        EventLog log = EventLog.create(directory.resolve("log"), 10);
        log.write(EventType.GRANTED, Workload.RAW.key(2), 3, 4, 5, 6, 7);
        log.write(EventType.DONE, Workload.FOREIGN.key(1), 0, 8, -1, 0, Long.MAX_VALUE);

        assertThat(EventLog.read(directory.resolve("log"), 9))
                .containsExactly(
                        new Event(9, EventType.GRANTED, Workload.RAW.key(2), 3, 4, 5, 6, 7),
                        new Event(9, EventType.DONE, Workload.FOREIGN.key(1), 0, 8, -1, 0, Long.MAX_VALUE));
    }

    @Test
    void losesNothingThatThreadsWriteAtOnce() throws InterruptedException {
        EventLog log = EventLog.create(directory.resolve("log"), 40_000);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            threads.add(new Thread(() -> {
                for (int n = 0; n < 10_000; n++) {
                    log.write(EventType.VALID, Workload.RAW.key(0), number, n, 0, 0, 0);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(EventLog.read(directory.resolve("log"), 1)).hasSize(40_000).doesNotHaveDuplicates();
    }

    @Test
    void saysThatItIsFull() {
        EventLog log = EventLog.create(directory.resolve("log"), 1);
        log.write(EventType.VALID, Workload.RAW.key(0), 0, 0, 0, 0, 0);

        assertThatThrownBy(() -> log.write(EventType.VALID, Workload.RAW.key(0), 0, 0, 0, 0, 0))
                .isInstanceOf(IllegalStateException.class);
    }
}

package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged of a lock, and how loud. */
@Tag("without-spring")
class LoggingLockListenerTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.lockstarter");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private final Level before = logger.getLevel();

    private final Lease lease = new UnlockedLease("Bids-place", Set.of("item:a1"));

    private final LoggingLockListener quiet = new LoggingLockListener();

    private final LoggingLockListener slow = new LoggingLockListener(Duration.ofMillis(100));

    @BeforeEach
    void begin() {
        logger.setLevel(Level.DEBUG);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void end() {
        logger.detachAppender(lines);
        logger.setLevel(before);
    }

    private List<String> said() {
        return lines.list.stream()
                .filter(line -> line.getLoggerName().equals(logger.getName()))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void anAcquisition() {
        quiet.acquired(lease, 3, Duration.ofDays(1).toNanos());

        assertThat(said())
                .containsExactly(
                        "DEBUG Acquired [item:a1] (Bids-place) at attempt 3 after 86400000 ms for 86400000 ms, fencing token 0");
    }

    @Test
    void oneThatTookLong() {
        slow.acquired(lease, 3, Duration.ofMillis(100).toNanos());

        assertThat(said())
                .hasSize(2)
                .first()
                .isEqualTo(
                        "WARN Slow: waited 100 ms for [item:a1] (Bids-place) until it was acquired, at attempt 3. Others hold it for long, or many want it");
    }

    @Test
    void oneThatTookAlmostLong() {
        slow.acquired(lease, 3, Duration.ofMillis(100).toNanos() - 1);

        assertThat(said()).singleElement().asString().startsWith("DEBUG Acquired");
    }

    @Test
    void aWaitInVain() {
        quiet.notAcquired(busy(Duration.ofDays(1)));

        assertThat(said()).singleElement().asString().startsWith("DEBUG Lock 'item:a1' (Bids-place) not acquired");
    }

    @Test
    void aLongWaitInVain() {
        slow.notAcquired(busy(Duration.ofMillis(100)));
        slow.notAcquired(busy(Duration.ofMillis(99)));

        assertThat(said()).hasSize(2);
        assertThat(said().get(0)).startsWith("WARN Slow: Lock 'item:a1'");
        assertThat(said().get(1)).startsWith("DEBUG Lock 'item:a1'");
    }

    @Test
    void aStoreThatIsUnavailable() {
        slow.notAcquired(new LockStoreException("Bids-place", Set.of("item:a1"), "not acquired: no answer", null));

        assertThat(said()).singleElement().asString().startsWith("DEBUG ");
    }

    @Test
    void aRelease() {
        quiet.released(lease);

        assertThat(said()).containsExactly("DEBUG Released [item:a1] (Bids-place)");
    }

    @Test
    void aReleaseOfALockThatStaysTaken() {
        try (LineSteps steps = new LineSteps()) {
            quiet.released(
                    steps.lease(LockRequest.of("item:a1").minHold(Duration.ofSeconds(9)), Duration.ofSeconds(10)));
        }

        assertThat(said())
                .singleElement()
                .asString()
                .matches("DEBUG Released \\[item:a1] \\(unnamed\\): its minHold keeps it taken for \\d+ ms more");
    }

    @Test
    void nothingOfWhatIsWellWhereNobodyWantsToKnow() {
        logger.setLevel(Level.INFO);

        quiet.acquired(lease, 1, 0);
        quiet.released(lease);

        assertThat(said()).isEmpty();
    }

    @Test
    void aReleaseWithoutAnAnswer() {
        quiet.releaseUnanswered(lease, new IllegalStateException());

        assertThat(said())
                .containsExactly(
                        "WARN Release of [item:a1] (Bids-place) was not answered: java.lang.IllegalStateException. The call goes on; the release is tried again in the background, and at the latest the ttl ends the lock [fencing token 0]");
    }

    @Test
    void aRenewalWithoutAnAnswerAndWhoseItIs() {
        try (LineSteps steps = new LineSteps()) {
            quiet.renewalUnanswered(
                    steps.lease(LockRequest.of("item:a1"), Duration.ofSeconds(10)), new IllegalStateException("reset"));
        }

        assertThat(said())
                .singleElement()
                .asString()
                .matches(
                        "WARN Renewal of \\[item:a1] \\(unnamed\\) did not come through: reset\\. It is tried again until the lease ends, in [1-9]\\d+ ms \\[owner here:1:1, fencing token 7]");
    }

    @Test
    void aLoss() {
        LeaseLostException loss =
                new LeaseLostException("Bids-place", Set.of("item:a1"), Reason.EXPIRED, Duration.ofMillis(30), true);

        quiet.lost(lease, loss);

        assertThat(said()).containsExactly("WARN " + loss.getMessage() + " [fencing token 0]");
    }

    private static LockNotAcquiredException busy(Duration waited) {
        return new LockNotAcquiredException("Bids-place", Set.of("item:a1"), 1, waited, "here", null, Set.of());
    }
}

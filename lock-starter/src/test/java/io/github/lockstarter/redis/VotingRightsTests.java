package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.redis.VotingRights.Right;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VotingRightsTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final VotingRights rights = new VotingRights(Duration.ofSeconds(30));

    private final long now = System.nanoTime();

    @Test
    void aServerThatSaysTenSecondsMayHaveStartedNineSecondsBeforeItsAnswer() {
        assertThat(right("a", "one", 10, now).from()).isEqualTo(now + 21 * SECOND);
        assertThat(right("a", "one", 0, now).from()).isEqualTo(now + 30 * SECOND);
        assertThat(right("a", "one", 30, now).always()).isFalse();
        assertThat(right("a", "one", 31, now).always()).isTrue();
    }

    @Test
    void aServerUnderTwoNamesHasOneVote() {
        assertThat(right("a", "one", 60, now).always()).isTrue();

        Right second = right("b", "one", 60, now);

        assertThat(second.none()).isEqualTo("is the same server as a");
        assertThatThrownBy(second::require)
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .as("nothing was executed, and somebody may mend it")
                .isEqualTo(StoreFailure.Kind.NOT_EXECUTED);
    }

    @Test
    void oneWithoutARightIsAskedAgainLaterAndNotAtOnce() {
        right("a", "one", 60, now);

        assertThat(right("b", "one", 60, now).isOutdated()).isFalse();
        assertThat(right("b", "one", 60, now - 10 * SECOND).isOutdated()).isTrue();
    }

    @Test
    void serversThatSwapTheirNamesVoteOnceBothNamesAreAskedAgain() {
        right("a", "one", 60, now);
        right("b", "two", 60, now);

        assertThat(right("a", "two", 60, now).none()).isNotNull();
        assertThat(right("b", "one", 60, now).always()).isTrue();
        assertThat(right("a", "two", 60, now).always()).isTrue();
    }

    private Right right(String node, String runId, long uptimeSeconds, long answered) {
        return rights.of(node, new NodeInfo(runId, uptimeSeconds), answered);
    }
}

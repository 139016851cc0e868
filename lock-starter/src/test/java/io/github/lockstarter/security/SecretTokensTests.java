package io.github.lockstarter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LoggingLockListener;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An owner token is known to Redis and to the lease alone: whoever reads logs or exceptions cannot release the lock. */
@Tag("boot3-in-ci")
@ExtendWith(OutputCaptureExtension.class)
class SecretTokensTests {

    private static final LockRequest ONCE =
            LockRequest.of("a").ttl(Duration.ofSeconds(10)).retries(0);

    private static final Pattern RANDOM = Pattern.compile("\\b[0-9a-f]{32}(?=[@-])");

    private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

    private final RedisServer server = TestRedis.empty();

    private final Set<String> tokens = new HashSet<>();

    private final Queue<Object> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void logEverything() {
        logging.setLogLevel("io.github.lockstarter", LogLevel.TRACE);
    }

    @AfterEach
    void logAsBefore() {
        logging.setLogLevel("io.github.lockstarter", null);
    }

    @Test
    void noLogNoExceptionAndNoListenerHasOne(CapturedOutput output) {
        try (RedisLocks locks = locks();
                RedisLocks others = locks()) {
            Lease lease = locks.template().acquire(ONCE);
            noteTokens("lock:{a}");
            told.add(catchThrowable(() -> others.template().acquire(ONCE)));
            CompletableFuture<Lease> waiting =
                    CompletableFuture.supplyAsync(() -> others.template().acquire(ONCE.retries(20)));
            Await.until(() -> server.command("ZCARD", "lock:queue:{a}").equals("1"));
            tokens.addAll(randoms(server.command("ZRANGE", "lock:queue:{a}", "0", "-1")));
            lease.close();
            Lease next = Await.value(waiting);
            noteTokens("lock:{a}");
            server.command("SET", "lock:{a}", "another's");
            told.add(catchThrowable(() -> next.ensure(Duration.ofMinutes(1))));
            server.command("DEL", "lock:{a}");
            server.command("RPUSH", "lock:{a}", "x");
            told.add(catchThrowable(() -> locks.template().acquire(ONCE)));
            server.command("DEL", "lock:{a}");
            told.add(lease);
            told.add(next);
        }

        assertThat(tokens).hasSizeGreaterThanOrEqualTo(2);
        assertThat(told).hasSizeGreaterThan(6);
        assertThat(output.getAll()).contains("DEBUG", "'a'");
        for (String token : tokens) {
            assertThat(output.getAll()).doesNotContain(token);
            assertThat(told).allSatisfy(each -> assertThat(text(each)).doesNotContain(token));
        }
    }

    private RedisLocks locks() {
        return new RedisLocks(server, RedisLocks.DEFAULTS, new LoggingLockListener(), new Telling()).warm();
    }

    private void noteTokens(String key) {
        tokens.addAll(randoms(server.command("GET", key)));
    }

    private static Set<String> randoms(String text) {
        Set<String> found = new HashSet<>();
        RANDOM.matcher(text).results().map(MatchResult::group).forEach(found::add);
        return found;
    }

    private static String text(Object told) {
        StringWriter text = new StringWriter();
        if (told instanceof Throwable failure) {
            failure.printStackTrace(new PrintWriter(text, true));
        }
        return text + told.toString();
    }

    private final class Telling implements LockListener {

        @Override
        public void acquired(Lease lease, int attempts, long waitedNanos) {
            told.add(lease);
        }

        @Override
        public void notAcquired(LockException failure) {
            told.add(failure);
        }

        @Override
        public void lost(Lease lease, LeaseLostException loss) {
            told.add(loss);
        }
    }
}

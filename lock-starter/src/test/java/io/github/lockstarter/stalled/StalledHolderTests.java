package io.github.lockstarter.stalled;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.jdbc.JdbcFence;
import io.github.lockstarter.process.JavaProcess;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.h2.tools.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A JVM stands still while it holds a lock, longer than its ttl, somewhere between reading a number and writing it with one
 * added; another writes meanwhile; then it goes on as if nothing had been.
 */
@Tag("many-rounds")
class StalledHolderTests {

    private static final Duration STALL = Writer.TTL.multipliedBy(3).dividedBy(2);

    private final RedisServer server = TestRedis.empty();

    @Test
    void aPlainClientWritesTooLate() {
        Outcome outcome = stall("plain", "", this::writesInRedis);

        assertThat(outcome.stale).isPositive();
        outcome.print("plain template");
    }

    @Test
    void aFencedClientDoesNot() {
        Outcome outcome = stall("fenced", "", this::writesInRedis);

        assertThat(outcome.stale).isZero();
        assertThat(outcome.lost).isZero();
        outcome.print("FencedRedis");
    }

    @Test
    void norDoesATransactionThatHasClaimedItsFencingToken() throws Exception {
        Server h2 = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        try {
            String url = "jdbc:h2:" + h2.getURL() + "/mem:stalled;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
            DriverManagerDataSource database = new DriverManagerDataSource(url);
            JdbcTemplate jdbc = new JdbcTemplate(database);
            for (String table : SqlRegister.TABLES.split(";")) {
                jdbc.execute(table);
            }
            new JdbcFence(database).createSchema();

            Outcome outcome = stall("sql", url, () -> new SqlRegister(database).writes());

            assertThat(outcome.stale).isZero();
            assertThat(outcome.lost).isZero();
            outcome.print("JdbcFence");
        } finally {
            h2.stop();
        }
    }

    private List<Write> writesInRedis() {
        LettuceConnectionFactory factory = TestRedis.lettuce(server);
        try {
            return RedisRegister.writes(new StringRedisTemplate(factory));
        } finally {
            factory.stop();
        }
    }

    private Outcome stall(String kind, String database, Supplier<List<Write>> writes) {
        Random random = new Random(7);
        List<Long> resumed = new ArrayList<>();
        LettuceConnectionFactory factory = TestRedis.lettuce(server);
        RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));
        LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of());
        Writer here =
                new Writer(locks, WriterJvm.register(kind, database, store, factory), Duration.ofMillis(5), line -> {});
        Thread thread = new Thread(here);
        try (JavaProcess there = JavaProcess.start(
                WriterJvm.class, List.of(), List.of(Integer.toString(server.port()), kind, database))) {
            awaitHeld(there, 0);
            thread.start();
            for (int round = 0; round < Rounds.of(2, 300); round++) {
                awaitHeld(there, lastHeld(there));
                LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(60)));
                there.suspend();
                LockSupport.parkNanos(STALL.toNanos());
                resumed.add(System.nanoTime());
                there.resume();
            }
            awaitHeld(there, lastHeld(there));
            here.end();
            there.send("end");
            String[] done = there.awaitLine(line -> line.startsWith("done "), Duration.ofSeconds(30))
                    .split(" ");
            thread.join(30_000);
            assertThat(there.lines()).noneMatch(line -> line.startsWith("valid") || line.startsWith("unknown"));
            assertThat(here.unknown()).isZero();
            List<Write> accepted = writes.get();
            assertThat(accepted).hasSize(here.acknowledged() + Integer.parseInt(done[1]));
            return new Outcome(
                    Write.stale(accepted),
                    Write.lost(accepted),
                    accepted.size(),
                    Integer.parseInt(done[2]),
                    resumed.size(),
                    signals(there, resumed));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            here.end();
            locks.close();
            store.close();
            factory.stop();
        }
    }

    private static void awaitHeld(JavaProcess process, int after) {
        process.awaitLine(
                line -> line.startsWith("held ") && Integer.parseInt(line.substring(5)) > after,
                Duration.ofSeconds(30));
    }

    private static int lastHeld(JavaProcess process) {
        return process.lines().stream()
                .filter(line -> line.startsWith("held "))
                .mapToInt(line -> Integer.parseInt(line.substring(5)))
                .max()
                .orElse(0);
    }

    /** From each resuming to the first signal after it, where there was a lease to be lost. */
    private static List<Long> signals(JavaProcess process, List<Long> resumed) {
        List<Long> signals = process.lines().stream()
                .filter(line -> line.startsWith("lost "))
                .map(line -> Long.parseLong(line.substring(5)))
                .toList();
        List<Long> took = new ArrayList<>();
        for (long each : resumed) {
            signals.stream()
                    .map(signal -> signal - each)
                    .filter(after -> after > 0 && after < STALL.toNanos())
                    .findFirst()
                    .ifPresent(took::add);
        }
        return took;
    }

    private record Outcome(int stale, long lost, int accepted, int refused, int rounds, List<Long> signals) {

        void print(String client) {
            Figures.print(
                    "%s, %d stalls: %d writes accepted, %d stale, %d updates lost, %d refused; resumed to signal %s",
                    client, rounds, accepted, stale, lost, refused, Figures.millis(signals));
            assertThat(signals).isNotEmpty();
        }
    }
}

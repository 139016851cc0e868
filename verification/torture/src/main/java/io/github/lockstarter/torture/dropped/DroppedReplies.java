package io.github.lockstarter.torture.dropped;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.chaos.ChaosProxy;
import io.github.lockstarter.torture.chaos.Way;
import io.github.lockstarter.torture.nemesis.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Calls whose locks Redis takes, and whose answers are lost: they have to end without the lock, and give it back once Redis can be
 * reached again. Meanwhile somebody else takes each key as soon as it is free, whose lock has to stay. In every other batch
 * what is sent after that is lost, too: then the first withdrawals never arrive.
 */
public final class DroppedReplies {

    private static final Duration TTL = Duration.ofSeconds(4);

    /** Calls at the same time. */
    private static final int BATCH = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RedisServer server;
    private final ChaosProxy proxy;
    private final LockOperations victim;
    private final LockOperations other;
    private final Thefts thefts;
    private final ExecutorService threads = Executors.newFixedThreadPool(BATCH);

    private int rounds;
    private int granted;
    private int withdrawnInTime;

    private DroppedReplies(
            RedisServer server, ChaosProxy proxy, LockOperations victim, LockOperations other, Thefts thefts) {
        this.server = server;
        this.proxy = proxy;
        this.victim = victim;
        this.other = other;
        this.thefts = thefts;
    }

    /**
     * What came of it.
     *
     * @param granted calls that ran though they had had no answer in time
     * @param withdrawnInTime locks that were gone a second after Redis could be reached again
     * @param stolen locks of the other that did not stay
     * @param orphans locks that were there a second after their ttl
     */
    public record Result(int rounds, int granted, int withdrawnInTime, int stolen, int orphans) {

        /** Whether nothing was wrong, and nearly everything given back soon. */
        public boolean isGood() {
            return granted == 0 && stolen == 0 && orphans == 0 && 100 * withdrawnInTime >= 99 * rounds;
        }

        @Override
        public String toString() {
            return "%d rounds: %d granted without an answer, %d locks of others lost, %d orphans, %.1f %% withdrawn within 1 s of healing"
                    .formatted(rounds, granted, stolen, orphans, 100.0 * withdrawnInTime / rounds);
        }
    }

    /** Runs so many batches of 50 calls. */
    public static Result run(int batches) {
        Thefts thefts = new Thefts();
        try (RedisServer server = RedisServer.start();
                ChaosProxy proxy = ChaosProxy.to(server.port());
                Client victim = Client.of(proxy.port());
                Client other = Client.of(server.port(), thefts)) {
            return new DroppedReplies(server, proxy, victim.locks(), other.locks(), thefts).batches(batches);
        }
    }

    private Result batches(int batches) {
        try {
            for (int i = 0; i < batches; i++) {
                batch(i);
            }
            Pause.of(TTL.plusSeconds(1));
            return new Result(rounds, granted, withdrawnInTime, thefts.count(), locks(""));
        } finally {
            threads.shutdownNow();
        }
    }

    private void batch(int number) {
        // Whoever was connected is connected again.
        victim.acquire(LockRequest.of("warm-up").ttl(TTL).waitTime(PATIENCE)).close();
        String prefix = "dropped-" + number + "-";
        proxy.lose(Way.REPLIES);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            LockRequest request = LockRequest.of(prefix + i).ttl(TTL).retries(0);
            calls.add(CompletableFuture.runAsync(() -> call(request), threads));
        }
        await(() -> locks(prefix) == BATCH);
        if (number % 2 == 0) {
            proxy.lose(Way.REQUESTS, Way.REPLIES);
        }
        calls.forEach(CompletableFuture::join);
        rounds += BATCH;
        long healed = System.nanoTime();
        proxy.heal();
        List<Lease> others = takeOver(prefix, healed + Duration.ofSeconds(1).toNanos());
        withdrawnInTime += others.size();
        // Withdrawals are sent once more after their answer: they have to leave alone what is another's by now.
        Pause.of(Duration.ofMillis(400));
        others.forEach(Lease::close);
    }

    private void call(LockRequest request) {
        try {
            victim.acquire(request);
            synchronized (this) {
                granted++;
            }
        } catch (LockStoreException asItShouldBe) {
            // Nobody knows.
        }
    }

    private List<Lease> takeOver(String prefix, long end) {
        List<Lease> taken = new ArrayList<>();
        List<LockRequest> left = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            left.add(LockRequest.of(prefix + i).ttl(TTL));
        }
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            left.removeIf(request -> other.tryAcquire(request).map(taken::add).orElse(false));
            Pause.of(Duration.ofMillis(5));
        }
        return taken;
    }

    private int locks(String prefix) {
        String keys = server.command("KEYS", "lock:{" + prefix + "*");
        return keys.isEmpty() ? 0 : keys.split("\n").length;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Redis did not take all the locks");
            }
            Pause.of(Duration.ofMillis(2));
        }
    }
}

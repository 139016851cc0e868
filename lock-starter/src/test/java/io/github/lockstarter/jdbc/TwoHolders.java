package io.github.lockstarter.jdbc;

import io.github.lockstarter.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * An old holder and its successor, each of which adds one to the same amount: reads it, and writes what it has read plus
 * one. Runs every order of their steps that a paused JVM can bring about; a step that waits for the other's transaction
 * takes place when that has ended.
 */
final class TwoHolders {

    /** Whether the fence is claimed before reading, or only beside the write. */
    enum Order {
        CLAIM_READ_WRITE,
        READ_CLAIM_WRITE
    }

    /** How one order of the steps ended. */
    record Outcome(List<Integer> schedule, long amount, int committed, boolean oldRefused, boolean newRefused) {

        boolean updateLost() {
            return amount != committed;
        }
    }

    private final TestDatabase database;

    private final Order order;

    private final int isolation;

    TwoHolders(TestDatabase database, Order order, int isolation) {
        this.database = database;
        this.order = order;
        this.isolation = isolation;
    }

    List<Outcome> runAllSchedules(String prefix) {
        List<List<Integer>> schedules = new ArrayList<>();
        schedules(List.of(), 3, 3, schedules);
        List<Outcome> outcomes = new ArrayList<>();
        for (List<Integer> schedule : schedules) {
            outcomes.add(run(prefix + outcomes.size(), schedule));
        }
        return outcomes;
    }

    private Outcome run(String resource, List<Integer> schedule) {
        database.jdbc().update("INSERT INTO account VALUES (?, 0)", resource);
        try (Holder old = new Holder(resource, 1);
                Holder successor = new Holder(resource, 2)) {
            List<CompletableFuture<Void>> steps = new ArrayList<>();
            for (int turn : schedule) {
                CompletableFuture<Void> step = (turn == 0 ? old : successor).next();
                steps.add(step);
                Await.until(() -> step.isDone() || database.waiting() > 0);
            }
            steps.forEach(Transacting::result);
            Long amount =
                    database.jdbc().queryForObject("SELECT amount FROM account WHERE id = ?", Long.class, resource);
            return new Outcome(
                    schedule,
                    amount == null ? -1 : amount,
                    (old.failure == null ? 1 : 0) + (successor.failure == null ? 1 : 0),
                    old.failure instanceof StaleFencingTokenException,
                    successor.failure instanceof StaleFencingTokenException);
        }
    }

    private static void schedules(List<Integer> done, int zeros, int ones, List<List<Integer>> all) {
        if (zeros + ones == 0) {
            all.add(done);
        }
        if (zeros > 0) {
            schedules(with(done, 0), zeros - 1, ones, all);
        }
        if (ones > 0) {
            schedules(with(done, 1), zeros, ones - 1, all);
        }
    }

    private static List<Integer> with(List<Integer> done, int next) {
        List<Integer> longer = new ArrayList<>(done);
        longer.add(next);
        return longer;
    }

    private final class Holder implements AutoCloseable {

        private final Transacting transaction = new Transacting(database.dataSource(), isolation);

        private final String resource;

        private final long token;

        private int stepsDone;

        private long read;

        private @Nullable RuntimeException failure;

        private Holder(String resource, long token) {
            this.resource = resource;
            this.token = token;
        }

        private CompletableFuture<Void> next() {
            return transaction.start(() -> {
                try {
                    if (failure == null) {
                        step(stepsDone++);
                    }
                } catch (StaleFencingTokenException | ConcurrencyFailureException e) {
                    failure = e;
                    transaction.rollbackNow();
                }
                return null;
            });
        }

        private void step(int number) {
            boolean claimFirst = order == Order.CLAIM_READ_WRITE;
            switch (number) {
                case 0 -> {
                    if (claimFirst) {
                        claim();
                    } else {
                        read();
                    }
                }
                case 1 -> {
                    if (claimFirst) {
                        read();
                    } else {
                        claim();
                    }
                }
                default -> {
                    transaction.jdbc().update("UPDATE account SET amount = ? WHERE id = ?", read + 1, resource);
                    transaction.commitNow();
                }
            }
        }

        private void claim() {
            transaction.fence().claim(resource, new FixedLease(token));
        }

        private void read() {
            Long amount =
                    transaction.jdbc().queryForObject("SELECT amount FROM account WHERE id = ?", Long.class, resource);
            read = amount == null ? -1 : amount;
        }

        @Override
        public void close() {
            transaction.close();
        }
    }
}

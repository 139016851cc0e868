package io.github.lockstarter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.testing.Await;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What the fence promises on every database. */
abstract class JdbcFenceContract {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final JdbcFence fence = new JdbcFence(database().dataSource());

    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database().dataSource()));

    private final String resource = "item:" + NUMBER.incrementAndGet();

    protected abstract TestDatabase database();

    /** At which all reads of a transaction come from one snapshot. */
    protected int snapshotIsolation() {
        return TransactionDefinition.ISOLATION_REPEATABLE_READ;
    }

    @Nested
    class Claiming {

        @Test
        void acceptsTheFirstTokenAndGreaterOnes() {
            claim(resource, 7);
            assertThat(stored(resource)).isEqualTo(7);

            claim(resource, 8);
            claim(resource, 1_795_000_000_000_000L);

            assertThat(stored(resource)).isEqualTo(1_795_000_000_000_000L);
        }

        @Test
        void acceptsTheSameTokenAgainInOneTransactionAndInTheNext() {
            transaction.executeWithoutResult(status -> {
                fence.claim(resource, new FixedLease(7));
                fence.claim(resource, new FixedLease(7));
            });
            claim(resource, 7);

            assertThat(row(resource)).containsEntry("token", 7L).containsEntry("claims", 3L);
        }

        @Test
        void refusesASmallerTokenWithBothNumbersAndChangesNothing() {
            claim(resource, 8);
            Map<String, Object> before = row(resource);

            StaleFencingTokenException stale = refused(resource, 7);

            assertThat(stale.resource()).isEqualTo(resource);
            assertThat(stale.token()).isEqualTo(7);
            assertThat(stale.seenToken()).isEqualTo(8);
            assertThat(stale)
                    .hasMessageContaining("Fencing token 7 for resource '" + resource + "' refused")
                    .hasMessageContaining("has seen 8")
                    .hasMessageContaining("acquire the lock anew");
            assertThat(row(resource)).isEqualTo(before);
        }

        @Test
        void whatATransactionHasClaimedItselfIsNoLaterHolders() {
            transaction.executeWithoutResult(status -> {
                fence.claim(resource, new FixedLease(5));
                fence.claim(resource, new FixedLease(9));
                fence.claim(resource, new FixedLease(5));
                fence.claim(resource, new FixedLease(7));
            });

            assertThat(stored(resource)).isEqualTo(9);
            assertThat(refused(resource, 7).seenToken()).isEqualTo(9);
        }

        @Test
        void whatALaterHolderHasClaimedIsRefusedWhateverElseTheTransactionHasClaimed() {
            claim(resource, 9);

            transaction.executeWithoutResult(status -> {
                fence.claim(resource + "b", new FixedLease(9));
                assertThatThrownBy(() -> fence.claim(resource, new FixedLease(5)))
                        .isInstanceOf(StaleFencingTokenException.class);
                status.setRollbackOnly();
            });
        }

        @Test
        void claimsForTheLeaseOfTheInnermostLockedCall() {
            try (CurrentLease.Binding outer = CurrentLease.bind(new FixedLease(5));
                    CurrentLease.Binding inner = CurrentLease.bind(new FixedLease(6))) {
                transaction.executeWithoutResult(status -> fence.claim(resource));
            }

            assertThat(stored(resource)).isEqualTo(6);
            assertThatIllegalStateException().isThrownBy(() -> fence.claim(resource));
        }

        @Test
        void isUndoneByARollback() {
            claim(resource, 7);
            transaction.executeWithoutResult(status -> {
                fence.claim(resource, new FixedLease(9));
                fence.claim(resource + "b", new FixedLease(9));
                status.setRollbackOnly();
            });

            claim(resource, 8);
            claim(resource + "b", 1);
        }

        @Test
        void notesWhenAndByWhichLock() {
            claim(resource, 7);
            Timestamp first = claimedAt();
            claim(resource, 8);

            assertThat(claimedAt()).isAfter(first);
            assertThat(row(resource)).containsEntry("lock_name", FixedLease.NAME);
        }

        private Timestamp claimedAt() {
            return database().jdbc().queryForObject(select("claimed_at", resource), Timestamp.class);
        }

        @Test
        void worksThroughADataSourceThatKnowsOfTransactions() {
            JdbcFence proxied =
                    new JdbcFence(new TransactionAwareDataSourceProxy(database().dataSource()));

            transaction.executeWithoutResult(status -> proxied.claim(resource, new FixedLease(7)));

            assertThat(stored(resource)).isEqualTo(7);
        }
    }

    @Nested
    class Repairing {

        @Test
        void theStatementInTheMessageLetsSmallerTokensPass() {
            for (String each :
                    List.of(resource, resource + "'s \\ \"ü\" -- %", resource + "\\' OR 1=1 -- ", resource + "é\n")) {
                claim(each, 9);
                claim(each + "x", 9);
                String message = refused(each, 7).getMessage();

                database().jdbc().update(message.substring(message.indexOf("DELETE FROM lock_fence")));

                claim(each, 7);
                refused(each + "x", 7);
            }
        }
    }

    @Nested
    class Resources {

        @Test
        void areNeverTheSameRowHoweverAlikeTheyLook() {
            List<String> alike = List.of(
                    resource + "straße",
                    resource + "strasse",
                    resource + "STRASSE",
                    resource + "Strasse",
                    resource + "strasse ",
                    " " + resource + "strasse",
                    resource + "strasse\t",
                    resource + "strasse\u00A0",
                    resource + "strasse\u200B",
                    resource + "strassé",
                    resource + "strasse\u0301",
                    resource + "ｓtrasse",
                    resource + "strasse\uD83D\uDD12",
                    resource + "strasse\uD83D\uDD13",
                    resource + "strasse?");
            for (int i = 0; i < alike.size(); i++) {
                claim(alike.get(i), 100 - i);
            }

            for (int i = 0; i < alike.size(); i++) {
                assertThat(stored(alike.get(i))).as(alike.get(i)).isEqualTo(100 - i);
            }
        }

        @Test
        void mayBeLongAndMayHoldWhatSqlQuotes() {
            int bytesLeft = 512 - resource.length();
            for (String each : List.of(
                    resource + "x".repeat(bytesLeft),
                    resource + "日".repeat(bytesLeft / 3) + "x".repeat(bytesLeft % 3),
                    resource + "'); DROP TABLE lock_fence; --",
                    resource + "\\",
                    resource + "?:$1%_")) {
                claim(each, 2);
                assertThat(refused(each, 1).seenToken()).isEqualTo(2);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t\n", "a\0", "a\uD83D", "\uDD12a"})
        void areRefusedIfBlankOrNoText(String none) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claim(none, 1))
                    .withMessageStartingWith("The resource");
        }

        @Test
        void areRefusedAbove512Bytes() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claim("x".repeat(513), 1))
                    .withMessageContaining("513 bytes");
            assertThatIllegalArgumentException().isThrownBy(() -> claim("日".repeat(171), 1));
        }
    }

    @Nested
    class Refusing {

        @Test
        void withoutATransaction() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> fence.claim(resource, new FixedLease(7)))
                    .withMessageContaining("no transaction on this DataSource")
                    .withMessageContaining("@Transactional");
            assertThat(rows(resource)).isZero();
        }

        @Test
        void inTheTransactionOfAnotherDataSource() {
            TransactionTemplate elsewhere = new TransactionTemplate(
                    new JdbcTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:elsewhere")));

            elsewhere.executeWithoutResult(status -> assertThatIllegalStateException()
                    .isThrownBy(() -> fence.claim(resource, new FixedLease(7)))
                    .withMessageContaining("name that of the data"));
            assertThat(rows(resource)).isZero();
        }

        @Test
        void inAReadOnlyTransaction() {
            transaction.setReadOnly(true);

            assertThatIllegalStateException()
                    .isThrownBy(() -> claim(resource, 7))
                    .withMessageContaining("read-only");
        }

        @Test
        void forALeaseThatIsOver() {
            Lease lease = new FixedLease(7);
            lease.close();

            assertThatThrownBy(() -> transaction.executeWithoutResult(status -> fence.claim(resource, lease)))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(rows(resource)).isZero();
        }

        @Test
        void forALeaseWithoutAFencingToken() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> claim(resource, 0))
                    .withMessageContaining("distributed-lock.enabled=false");
            assertThat(rows(resource)).isZero();
        }
    }

    @Nested
    class TwoTransactions {

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void theSecondWaitsAndIsAcceptedWithAGreaterToken(boolean rowIsThere) {
            prepare(rowIsThere);
            try (Transacting first = begin();
                    Transacting second = begin()) {
                done(first.claim(resource, 5));
                CompletableFuture<Void> waiting = second.claim(resource, 6);
                awaitWaiting(waiting);

                first.commit();

                done(waiting);
                second.commit();
            }
            assertThat(stored(resource)).isEqualTo(6);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void theSecondWaitsAndIsRefusedWithASmallerToken(boolean rowIsThere) {
            prepare(rowIsThere);
            try (Transacting first = begin();
                    Transacting second = begin()) {
                done(first.claim(resource, 6));
                CompletableFuture<Void> waiting = second.claim(resource, 5);
                awaitWaiting(waiting);

                first.commit();

                StaleFencingTokenException stale =
                        catchThrowableOfType(StaleFencingTokenException.class, () -> done(waiting));
                assertThat(stale.seenToken()).isEqualTo(6);
            }
            assertThat(stored(resource)).isEqualTo(6);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void theSecondWaitsAndIsAcceptedAfterARollbackOfTheFirst(boolean rowIsThere) {
            prepare(rowIsThere);
            try (Transacting first = begin();
                    Transacting second = begin()) {
                done(first.claim(resource, 6));
                CompletableFuture<Void> waiting = second.claim(resource, 5);
                awaitWaiting(waiting);

                first.rollback();

                done(waiting);
                second.commit();
            }
            assertThat(stored(resource)).isEqualTo(5);
        }

        @Test
        void doNotWaitForEachOtherWithDifferentResources() {
            claim(resource + "m", 1);
            try (Transacting first = begin();
                    Transacting second = begin()) {
                done(first.claim(resource + "b", 6));
                done(first.claim(resource + "n", 6));

                done(second.claim(resource + "a", 5));
                done(second.claim(resource + "c", 5));
                done(second.claim(resource + "m", 5));
                done(second.claim(resource + "o", 5));
            }
        }

        @Test
        void aClaimIsRefusedThatComesAfterReadingFromASnapshotThatIsOutdatedNow() {
            claim(resource, 5);
            try (Transacting reading = new Transacting(database().dataSource(), snapshotIsolation())) {
                reading.run(() -> reading.jdbc().queryForList("SELECT amount FROM account"));
                claim(resource, 5);

                assertThatThrownBy(() -> done(reading.claim(resource, 6)))
                        .isInstanceOf(ConcurrencyFailureException.class);
            }
            assertThat(stored(resource)).isEqualTo(5);
        }

        /** Where locks on gaps are inherited (MariaDB), one of the waiting may be chosen as the victim of a deadlock. */
        @Test
        void severalThatWaitForAFirstClaimEndWhenItIsRolledBack() {
            try (Transacting first = begin();
                    Transacting second = begin();
                    Transacting third = begin()) {
                done(first.claim(resource, 6));
                List<CompletableFuture<Void>> claims = Stream.of(second, third)
                        .map(each -> each.start(() -> claimAndCommit(each)))
                        .toList();
                Await.until(() -> database().waiting() == 2);

                first.rollback();

                assertThat(claims)
                        .allSatisfy(claim -> assertThat(catchThrowable(() -> done(claim)))
                                .satisfiesAnyOf(
                                        thrown -> assertThat(thrown).isNull(),
                                        thrown -> assertThat(thrown).isInstanceOf(ConcurrencyFailureException.class)));
            }
            assertThat(stored(resource)).isEqualTo(5);
        }

        private Void claimAndCommit(Transacting transacting) {
            transacting.fence().claim(resource, new FixedLease(5));
            transacting.commitNow();
            return null;
        }

        private void prepare(boolean rowIsThere) {
            if (rowIsThere) {
                claim(resource, 1);
            }
        }

        private Transacting begin() {
            return new Transacting(database().dataSource(), TransactionDefinition.ISOLATION_DEFAULT);
        }

        private void awaitWaiting(CompletableFuture<Void> step) {
            Await.until(() -> step.isDone() || database().waiting() > 0);
            assertThat(step).as("should wait").isNotDone();
        }

        private void done(CompletableFuture<Void> step) {
            Transacting.result(step);
        }
    }

    /** An old holder that was paused, and its successor, in all orders of their steps. */
    @Nested
    class ReadModifyWrite {

        @ParameterizedTest
        @ValueSource(
                ints = {
                    TransactionDefinition.ISOLATION_READ_COMMITTED,
                    TransactionDefinition.ISOLATION_REPEATABLE_READ,
                    TransactionDefinition.ISOLATION_SERIALIZABLE
                })
        void losesNoUpdateWhenClaimedBeforeReading(int isolation) {
            List<TwoHolders.Outcome> outcomes = outcomes(TwoHolders.Order.CLAIM_READ_WRITE, isolation);

            assertThat(outcomes).hasSize(20).noneMatch(TwoHolders.Outcome::updateLost);
            assertThat(outcomes)
                    .noneMatch(TwoHolders.Outcome::newRefused)
                    .anyMatch(outcome -> outcome.committed() == 2)
                    .anyMatch(TwoHolders.Outcome::oldRefused)
                    .allMatch(outcome -> outcome.committed() > 0);
        }

        @Test
        void losesUpdatesWhenClaimedBesideTheWriteOnly() {
            List<TwoHolders.Outcome> outcomes =
                    outcomes(TwoHolders.Order.READ_CLAIM_WRITE, TransactionDefinition.ISOLATION_READ_COMMITTED);

            assertThat(outcomes).anyMatch(TwoHolders.Outcome::updateLost);
        }

        @ParameterizedTest
        @ValueSource(
                ints = {TransactionDefinition.ISOLATION_REPEATABLE_READ, TransactionDefinition.ISOLATION_SERIALIZABLE})
        void losesNoUpdateAboveReadCommittedEvenThen(int isolation) {
            List<TwoHolders.Outcome> outcomes = outcomes(TwoHolders.Order.READ_CLAIM_WRITE, isolation);

            assertThat(outcomes).hasSize(20).noneMatch(TwoHolders.Outcome::updateLost);
            assertThat(outcomes).anyMatch(outcome -> outcome.committed() == 2);
        }

        private List<TwoHolders.Outcome> outcomes(TwoHolders.Order order, int isolation) {
            return new TwoHolders(database(), order, isolation).runAllSchedules(resource + "-");
        }
    }

    @Nested
    class ManyThreads {

        private static final int THREADS = 4;

        @Test
        void firstClaimsAtOnceFailForNoOtherReasonThanAGreaterToken() throws Exception {
            for (int round = 0; round < 10; round++) {
                String fresh = resource + "-" + round;
                CyclicBarrier together = new CyclicBarrier(THREADS);
                List<Callable<Void>> claims = new ArrayList<>();
                for (int i = 1; i <= THREADS; i++) {
                    long token = i;
                    claims.add(() -> {
                        together.await();
                        try {
                            claim(fresh, token);
                        } catch (StaleFencingTokenException e) {
                            assertThat(e.seenToken()).isGreaterThan(token);
                        }
                        return null;
                    });
                }
                all(claims);
                assertThat(stored(fresh)).isEqualTo(THREADS);
            }
        }

        @Test
        void acceptedClaimsAndNoOthersAreInTheAmount() throws Exception {
            database().jdbc().update("INSERT INTO account VALUES (?, 0)", resource);
            AtomicLong tokens = new AtomicLong();
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            List<Callable<Void>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                workers.add(() -> {
                    long token = tokens.incrementAndGet();
                    for (int round = 0; round < 100; round++) {
                        // One time in three with the token of before, as who has slept since.
                        token = random.nextInt(3) == 0 ? token : tokens.incrementAndGet();
                        try {
                            addOne(token);
                            accepted.incrementAndGet();
                        } catch (StaleFencingTokenException e) {
                            refused.incrementAndGet();
                        }
                    }
                    return null;
                });
            }

            all(workers);

            assertThat(database()
                            .jdbc()
                            .queryForObject("SELECT amount FROM account WHERE id = ?", Integer.class, resource))
                    .isEqualTo(accepted.get());
            assertThat(accepted.get()).isPositive();
            assertThat(refused.get()).isPositive();
            assertThat(row(resource)).containsEntry("claims", (long) accepted.get());
        }

        @Test
        void createTheTableAtOnce() throws Exception {
            for (int round = 0; round < 5; round++) {
                database().jdbc().execute("DROP TABLE lock_fence");
                CyclicBarrier together = new CyclicBarrier(THREADS);
                List<Callable<Void>> creations = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    creations.add(() -> {
                        together.await();
                        fence.createSchema();
                        return null;
                    });
                }
                all(creations);
            }
            claim(resource, 1);
        }

        private void addOne(long token) {
            transaction.executeWithoutResult(status -> {
                fence.claim(resource, new FixedLease(token));
                JdbcTemplate jdbc = database().jdbc();
                Long amount = jdbc.queryForObject("SELECT amount FROM account WHERE id = ?", Long.class, resource);
                jdbc.update("UPDATE account SET amount = ? WHERE id = ?", amount + 1, resource);
            });
        }

        private void all(List<Callable<Void>> tasks) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                for (Future<Void> each : threads.invokeAll(tasks)) {
                    each.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private void claim(String what, long token) {
        transaction.executeWithoutResult(status -> fence.claim(what, new FixedLease(token)));
    }

    private StaleFencingTokenException refused(String what, long token) {
        return catchThrowableOfType(StaleFencingTokenException.class, () -> claim(what, token));
    }

    private long stored(String what) {
        return (long) row(what).get("token");
    }

    private Map<String, Object> row(String what) {
        return database().jdbc().queryForMap(select("token, claims, lock_name", what));
    }

    private int rows(String what) {
        Integer count = database().jdbc().queryForObject(select("COUNT(*)", what), Integer.class);
        return count == null ? 0 : count;
    }

    private String select(String columns, String what) {
        String product = database().jdbc().execute((ConnectionCallback<String>)
                connection -> connection.getMetaData().getDatabaseProductName());
        return FenceDialects.of(product).deleteStatement(what).replaceFirst("DELETE", "SELECT " + columns);
    }
}

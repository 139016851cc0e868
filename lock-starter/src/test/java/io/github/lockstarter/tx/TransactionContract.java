package io.github.lockstarter.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.jdbc.JdbcFence;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** What locks promise of transactions, on a real Redis, whatever the transaction manager. */
abstract class TransactionContract {

    private static final String LOCK = "lock:{row}";

    private final RedisServer server = TestRedis.empty();

    /** The manager, the rows; one database of its own for each context. */
    abstract Class<?> database();

    @Test
    @Tag("many-rounds")
    void readCheckWriteUnderALockAndATransactionLosesNoUpdate() {
        run(application -> {
            int rounds = Rounds.of(100, 5_000);

            inParallel(rounds, () -> application.counters.lockedAndTransactional(() -> {}));

            assertThat(application.rows.committed()).isEqualTo(rounds);
        });
    }

    @Test
    @Tag("many-rounds")
    void aLockInsideAnOuterTransactionLosesNoUpdate() {
        run(application -> {
            int rounds = Rounds.of(100, 5_000);

            inParallel(rounds, () -> application.outer.runAndLinger(() -> application.counters.locked(() -> {})));

            assertThat(application.rows.committed()).isEqualTo(rounds);
        });
    }

    @Test
    @Tag("many-rounds")
    void withoutHeedOfTransactionsItLosesSome() {
        run(
                application -> {
                    int rounds = Rounds.of(100, 5_000);

                    inParallel(
                            rounds, () -> application.outer.runAndLinger(() -> application.counters.locked(() -> {})));

                    assertThat(application.rows.committed()).isLessThan(rounds);
                    Figures.print(
                            "lock inside an outer transaction, transaction-aware=false: %d of %d updates lost",
                            rounds - application.rows.committed(), rounds);
                },
                "distributed-lock.transaction-aware=false");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aTransactionWhoseLockWasStolenIsRolledBack(Way way) {
        run(application -> {
            int rounds = Rounds.of(10, 500);
            for (int i = 0; i < rounds; i++) {
                Runnable theft = i % 2 == 0
                        ? () -> server.command("DEL", LOCK)
                        : () -> server.command("SET", LOCK, "another@host", "PX", "60000");
                AtomicInteger stolen = new AtomicInteger();

                LeaseLostException loss = (LeaseLostException) catchThrowable(() -> way.call(application, () -> {
                    theft.run();
                    stolen.incrementAndGet();
                }));

                assertThat(loss.reason()).isEqualTo(Reason.REFUSED);
                assertThat(stolen).hasValue(1);
                assertThat(application.rows.committed()).isZero();
                server.command("DEL", LOCK);
            }
        });
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("@Transactional", (application, theft) -> application.counters.lockedAndTransactional(theft)),
                new Way("readOnly", (application, theft) -> application.counters.readOnly(theft)),
                new Way("noRollbackFor", (application, theft) -> application.counters.withoutRollback(theft)),
                new Way("onLost = WARN", (application, theft) -> application.counters.onlyWarned(theft)),
                new Way("REQUIRES_NEW", (application, theft) -> application.counters.requiresNew("row", theft)),
                new Way("TransactionTemplate", (application, theft) -> application.counters.inATemplate(theft)),
                new Way(
                        "REQUIRES_NEW inside an outer one",
                        (application, theft) ->
                                application.outer.run(() -> application.counters.requiresNew("row", theft))),
                new Way(
                        "an outer one",
                        (application, theft) -> application.outer.run(() -> {
                            application.counters.locked(() -> {});
                            theft.run();
                        })),
                new Way(
                        "an outer one of a template",
                        (application, theft) -> application.template.executeWithoutResult(status -> {
                            application.counters.locked(() -> {});
                            theft.run();
                        })),
                new Way(
                        "LockOperations in an outer one",
                        (application, theft) -> application.outer.run(() -> {
                            application.locks.execute("row", lease -> {
                                application.rows.write(1);
                                return null;
                            });
                            theft.run();
                        })));
    }

    @Test
    void aLockInAnOuterTransactionIsHeldUntilThatCompletes() {
        run(application -> {
            application.outer.run(() -> {
                application.counters.locked(() -> {});
                assertThat(TestRedis.lockKeys(server)).containsExactly(LOCK);
            });
            assertThat(TestRedis.lockKeys(server)).isEmpty();

            assertThatThrownBy(() -> application.outer.run(() -> {
                        application.counters.locked(() -> {});
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            assertThat(TestRedis.lockKeys(server)).isEmpty();
            assertThat(application.rows.committed()).isEqualTo(1);
            assertThat(application.listener.events).containsExactly("released", "released");
        });
    }

    @Test
    void andRenewed() {
        run(application -> {
            application.outer.run(() -> {
                application.counters.lockedShortly(() -> {});
                Await.pass(Duration.ofMillis(1_400));
                assertThat(TestRedis.lockKeys(server)).containsExactly(LOCK);
            });

            assertThat(application.rows.committed()).isEqualTo(1);
            assertThat(application.listener.events).containsExactly("released");
        });
    }

    @Test
    void withoutHeedOfTransactionsItIsReleasedAfterTheMethod() {
        run(
                application -> application.outer.run(() -> {
                    application.counters.locked(() -> {});
                    assertThat(TestRedis.lockKeys(server)).isEmpty();
                }),
                "distributed-lock.transaction-aware=false");
    }

    @Test
    void callsForOneKeyInOneTransactionDoNotWaitForEachOther() {
        run(application -> {
            application.outer.run(() -> {
                application.counters.locked(() -> {});
                application.counters.lockedAndTransactional(() -> {});
                application.counters.notSupported("other", () -> {});
                application.counters.notSupported(Counters.KEY, () -> {});
                application.counters.locked(() -> {});
            });

            assertThat(application.rows.committed()).isPositive();
            assertThat(TestRedis.lockKeys(server)).isEmpty();
            assertThat(application.listener.events).containsExactly("released", "released");
        });
    }

    @Test
    void aLockKeptByASuspendedTransactionIsReenteredInANewOne() {
        run(application -> {
            application.outer.run(() -> {
                application.counters.notSupported(Counters.KEY, () -> {});
                application.locks.execute("row", lease -> null);
                application.counters.requiresNew(Counters.KEY, () -> {});
                assertThat(TestRedis.lockKeys(server)).containsExactly(LOCK);
            });

            assertThat(application.rows.committed()).isEqualTo(1);
            assertThat(application.listener.events).containsExactly("released", "released");
        });
    }

    @Test
    void aHundredCallsWithRequiresNewHoldOneLockAtATime() {
        run(application -> {
            application.outer.run(() -> {
                for (int i = 0; i < 100; i++) {
                    application.counters.requiresNew(
                            "key" + i,
                            () -> assertThat(TestRedis.lockKeys(server)).hasSize(1));
                    assertThat(TestRedis.lockKeys(server)).isEmpty();
                }
            });

            assertThat(application.rows.committed()).isEqualTo(100);
        });
    }

    @Test
    void aCallThatSuspendsTheTransactionGivesItsLockBackAtOnce() {
        run(application -> application.outer.run(() -> {
            application.counters.notSupported(
                    "row", () -> assertThat(TestRedis.lockKeys(server)).hasSize(1));
            assertThat(TestRedis.lockKeys(server)).isEmpty();
            application.locks.execute(LockRequest.of("row").outsideTransaction(), lease -> null);
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }));
    }

    @Test
    void withoutATransactionSupportsGivesItsLockBackAtOnce() {
        run(application -> {
            application.counters.supports(
                    () -> assertThat(TestRedis.lockKeys(server)).hasSize(1));
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        });
    }

    @Test
    void commitsWithoutAnAnswerWhileTheDeadlineStands() {
        try (RedisServer own = RedisServer.start()) {
            run(own, application -> {
                try {
                    application.counters.lockedAndTransactional(own::suspend);
                    assertThat(application.rows.committed()).isEqualTo(1);
                } finally {
                    own.resume();
                }
            });
        }
    }

    @Test
    void rollsBackWithoutAnAnswerOnceTheDeadlineHasPassed() {
        try (RedisServer own = RedisServer.start()) {
            run(own, application -> {
                application.counters.lockedShortlyAndTransactional(() -> {});
                try {
                    assertThatThrownBy(() -> application.counters.lockedShortlyAndTransactional(() -> {
                                own.suspend();
                                Await.pass(Duration.ofMillis(650));
                            }))
                            .isInstanceOf(LeaseLostException.class);
                    assertThat(application.rows.committed()).isEqualTo(1);
                } finally {
                    own.resume();
                }
            });
        }
    }

    @Test
    void aLossAfterACheckedCommitIsOnlyTold() {
        run(application -> {
            String result = application.counters.afterATemplate(() -> server.command("DEL", LOCK));

            assertThat(result).isEqualTo("done with [row]");
            assertThat(application.rows.committed()).isEqualTo(1);
            assertThat(application.listener.events).containsExactly("lost REFUSED");
        });
    }

    @Test
    void whatTheMethodThrowsIsWhatTheCallerSees() {
        run(application -> {
            IllegalStateException own = new IllegalStateException("own");

            assertThatThrownBy(() -> application.counters.lockedAndTransactional(() -> {
                        server.command("DEL", LOCK);
                        throw own;
                    }))
                    .isSameAs(own)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(LeaseLostException.class));
            assertThat(application.rows.committed()).isZero();
        });
    }

    @Test
    void aLossWhileTheMethodRunsIsToldAtItsEndInAnOuterTransactionToo() {
        run(application -> {
            List<String> steps = new ArrayList<>();

            assertThatThrownBy(() -> application.outer.run(() -> {
                        application.locks.execute("row", lease -> {
                            server.command("DEL", LOCK);
                            Throwable asked = catchThrowable(() -> lease.ensure(Duration.ofMinutes(1)));
                            assertThat(asked).isInstanceOf(LeaseLostException.class);
                            return null;
                        });
                        steps.add("after the method");
                    }))
                    .isInstanceOf(LeaseLostException.class)
                    .satisfies(e -> assertThat(((LeaseLostException) e).methodCompleted())
                            .isTrue());
            assertThat(steps).isEmpty();
        });
    }

    @Test
    void aLossAfterTheMethodInterruptsNobody() {
        run(application -> assertThatThrownBy(() -> application.outer.run(() -> {
                    Lease lease =
                            application.locks.execute(LockRequest.of("row").onLost(OnLost.INTERRUPT), held -> held);
                    server.command("DEL", LOCK);
                    assertThatThrownBy(() -> lease.ensure(Duration.ofMinutes(1)))
                            .isInstanceOf(LeaseLostException.class);
                    Await.pass(Duration.ofMillis(20));
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                }))
                .isInstanceOf(LeaseLostException.class));
    }

    @Test
    void aLaterCallForTheKeyIsInterruptedAndTold() {
        run(application -> assertThatThrownBy(() -> application.outer.run(() -> {
                    application.counters.locked(() -> {});
                    assertThatThrownBy(() -> application.locks.execute(
                                    LockRequest.of("row").onLost(OnLost.INTERRUPT), lease -> {
                                        server.command("DEL", LOCK);
                                        assertThatThrownBy(() -> lease.ensure(Duration.ofMinutes(1)))
                                                .isInstanceOf(LeaseLostException.class);
                                        Thread.sleep(10_000);
                                        return null;
                                    }))
                            .isInstanceOf(LeaseLostException.class)
                            .satisfies(e -> assertThat(e.getSuppressed())
                                    .hasOnlyElementsOfType(InterruptedException.class)
                                    .hasSize(1));
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                }))
                .isInstanceOf(LeaseLostException.class));
    }

    @Test
    void aCommitOfWhatWasCheckedInterruptsNobodyLater() {
        run(application -> {
            String result = application.locks.execute(
                    LockRequest.of("row").ttl(Duration.ofMillis(300)).onLost(OnLost.INTERRUPT), lease -> {
                        application.template.executeWithoutResult(status -> application.rows.write(1));
                        Await.until(() -> !lease.isValid());
                        Await.pass(Duration.ofMillis(20));
                        return Thread.currentThread().isInterrupted() ? "interrupted" : "done";
                    });

            assertThat(result).isEqualTo("done");
        });
    }

    @Test
    void aTransactionThatOnlyReadsIsNoCommit() {
        run(application -> assertThatThrownBy(() -> application.locks.execute("row", lease -> {
                    TransactionTemplate reading = new TransactionTemplate(application.template.getTransactionManager());
                    reading.setReadOnly(true);
                    reading.executeWithoutResult(status -> application.rows.read());
                    server.command("DEL", LOCK);
                    return null;
                }))
                .isInstanceOf(LeaseLostException.class));
    }

    @Test
    void everyLeaseThatCoversACallIsChecked() {
        run(
                application -> application.outer.run(() -> {
                    application.locks.execute("a", lease -> null);
                    application.locks.execute("b", lease -> null);
                    server.command("DEL", "lock:{a}");
                    for (List<String> keys : List.of(List.of("a", "b"), List.of("a", "c"))) {
                        assertThatThrownBy(() -> application.locks.execute(
                                        LockRequest.of(keys).outsideTransaction(), lease -> {
                                            TransactionTemplate own = new TransactionTemplate(
                                                    application.template.getTransactionManager());
                                            own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
                                            own.executeWithoutResult(status -> application.rows.write(7));
                                            return null;
                                        }))
                                .isInstanceOf(LeaseLostException.class);
                    }
                    assertThat(application.rows.committed()).isZero();
                    throw new RolledBack();
                }),
                RolledBack.class);
    }

    @Test
    void aKeyOfAnotherKindIsNotOurLock() {
        run(application -> {
            assertThatThrownBy(() -> application.counters.lockedAndTransactional(() -> {
                        server.command("DEL", LOCK);
                        server.command("HSET", LOCK, "field", "value");
                    }))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(application.rows.committed()).isZero();
        });
    }

    @Test
    void noLeaseEndsWhileAnotherIsWaitedFor() {
        try (RedisServer own = RedisServer.start()) {
            run(own, application -> {
                application.locks.execute("warm-up", lease -> null);
                try {
                    assertThatThrownBy(() -> application.locks.execute(LockRequest.of("long"), lease -> {
                                application.locks.execute(
                                        LockRequest.of("short").ttl(Duration.ofMillis(900)), inner -> {
                                            application.template.executeWithoutResult(status -> {
                                                application.rows.write(1);
                                                own.suspend();
                                                Await.until(
                                                        () -> inner.remaining().toMillis() < 500);
                                            });
                                            return null;
                                        });
                                return null;
                            }))
                            .isInstanceOf(LeaseLostException.class);
                    assertThat(application.rows.committed()).isZero();
                } finally {
                    own.resume();
                }
            });
        }
    }

    @Test
    void aFenceClaimsInTheTransactionOfTheManager() {
        run(application -> application.locks.execute("row", lease -> {
            application.template.executeWithoutResult(status -> {
                application.fence.claim("row");
                status.setRollbackOnly();
            });
            assertThat(claims(application)).isEmpty();

            application.template.executeWithoutResult(status -> application.fence.claim("row"));
            assertThat(claims(application)).containsExactly(lease.fencingToken());
            assertThatThrownBy(() -> application.fence.claim("row")).isInstanceOf(IllegalStateException.class);
            return null;
        }));
    }

    private static List<Long> claims(Application application) {
        return new JdbcTemplate(application.fence.dataSource())
                .queryForList("SELECT token FROM lock_fence", Long.class);
    }

    private void run(Consumer<Application> test, Class<? extends Throwable> thrown) {
        run(application -> assertThatThrownBy(() -> test.accept(application)).isInstanceOf(thrown));
    }

    void run(Consumer<Application> test, String... properties) {
        run(server, test, properties);
    }

    void run(RedisServer redis, Consumer<Application> test, String... properties) {
        contexts(redis).withPropertyValues(properties).run(context -> test.accept(context.getBean(Application.class)));
    }

    private ApplicationContextRunner contexts(RedisServer redis) {
        return Contexts.onRedis(redis).withUserConfiguration(database(), Config.class);
    }

    private static void inParallel(int rounds, Runnable round) {
        AtomicInteger left = new AtomicInteger(rounds);
        ConcurrentLinkedQueue<CompletableFuture<Void>> threads = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 8; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            threads.add(done);
            new Thread(() -> {
                        try {
                            while (left.getAndDecrement() > 0) {
                                round.run();
                            }
                            done.complete(null);
                        } catch (Throwable e) {
                            done.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        threads.forEach(CompletableFuture::join);
    }

    /** The way a transaction and a lock come together, with a theft in it. */
    record Way(String name, Call call) {

        void call(Application application, Runnable theft) {
            call.with(application, theft);
        }

        @Override
        public String toString() {
            return name;
        }

        interface Call {

            void with(Application application, Runnable theft);
        }
    }

    static final class RolledBack extends RuntimeException {}

    record Application(
            Counters counters,
            Outer outer,
            Rows rows,
            LockOperations locks,
            TransactionTemplate template,
            JdbcFence fence,
            Recording listener) {}

    static final class Recording implements LockListener {

        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void released(Lease lease) {
            events.add("released");
        }

        @Override
        public void lost(Lease lease, LeaseLostException loss) {
            events.add("lost " + loss.reason());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Config {

        @Bean
        TransactionTemplate template(PlatformTransactionManager manager) {
            return new TransactionTemplate(manager);
        }

        @Bean
        Counters counters(Rows rows, TransactionTemplate template) {
            return new Counters(rows, template);
        }

        @Bean
        Outer outer() {
            return new Outer();
        }

        @Bean
        Recording recording() {
            return new Recording();
        }

        @Bean
        Application application(
                Counters counters,
                Outer outer,
                Rows rows,
                LockOperations locks,
                TransactionTemplate template,
                JdbcFence fence,
                Recording listener) {
            return new Application(counters, outer, rows, locks, template, fence, listener);
        }
    }
}

package io.github.lockstarter.jdbc;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** A transaction on a thread of its own, made to go on step by step. Rolled back on close if it is still open. */
final class Transacting implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private final JdbcTransactionManager manager;

    private final JdbcTemplate jdbc;

    private final JdbcFence fence;

    private @Nullable TransactionStatus status;

    Transacting(DataSource dataSource, int isolation) {
        manager = new JdbcTransactionManager(dataSource);
        jdbc = new JdbcTemplate(dataSource);
        fence = new JdbcFence(dataSource);
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        definition.setIsolationLevel(isolation);
        run(() -> status = manager.getTransaction(definition));
    }

    CompletableFuture<Void> claim(String resource, long token) {
        return start(() -> {
            fence.claim(resource, new FixedLease(token));
            return null;
        });
    }

    void commit() {
        run(() -> {
            commitNow();
            return null;
        });
    }

    void rollback() {
        run(() -> {
            rollbackNow();
            return null;
        });
    }

    /** For a step on the thread. */
    void commitNow() {
        manager.commit(ended());
    }

    /** For a step on the thread; does nothing if the transaction has ended. */
    void rollbackNow() {
        if (status != null) {
            manager.rollback(ended());
        }
    }

    /** For a step on the thread. */
    JdbcTemplate jdbc() {
        return jdbc;
    }

    /** For a step on the thread. */
    JdbcFence fence() {
        return fence;
    }

    private TransactionStatus ended() {
        TransactionStatus open = Objects.requireNonNull(status);
        status = null;
        return open;
    }

    <T> CompletableFuture<T> start(Callable<T> step) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return step.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                thread);
    }

    <T> T run(Callable<T> step) {
        return result(start(step));
    }

    /** What a step gave; its own exception, not that of the future. */
    static <T> T result(CompletableFuture<T> step) {
        try {
            return step.orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof TimeoutException) {
                throw new AssertionError("A step has not ended within 20 s", e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        start(() -> {
            rollbackNow();
            return null;
        });
        thread.shutdown();
    }
}

package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.testing.Await;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DangerReportTests {

    private static final Danger DANGER = new Danger("Here", "is a danger", "Do something");

    @Test
    void asksAgainUntilTheStoreAnswersAndThenNoMore() {
        AtomicInteger asked = new AtomicInteger();
        LockStore store = answering(() -> asked.incrementAndGet() < 3
                ? CompletableFuture.failedFuture(new IllegalStateException("not there yet"))
                : CompletableFuture.completedFuture(List.of(DANGER)));
        try (DangerReport report = new DangerReport(store, Duration.ofMillis(5))) {
            report.start();

            Await.until(() -> report.found().equals(List.of(DANGER)));
            Await.until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("lock-starter-dangers")));
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void survivesAStoreThatThrows() {
        AtomicInteger asked = new AtomicInteger();
        LockStore store = answering(() -> {
            if (asked.incrementAndGet() < 3) {
                throw new IllegalStateException("broken");
            }
            return CompletableFuture.completedFuture(List.of(DANGER));
        });
        try (DangerReport report = new DangerReport(store, Duration.ofMillis(5))) {
            report.start();

            Await.until(() -> report.found().equals(List.of(DANGER)));
        }
    }

    private interface Question {
        CompletableFuture<List<Danger>> ask();
    }

    private static LockStore answering(Question question) {
        InMemoryLockStore other = new InMemoryLockStore();
        return (LockStore) Proxy.newProxyInstance(
                LockStore.class.getClassLoader(),
                new Class<?>[] {LockStore.class},
                (proxy, method, args) ->
                        method.getName().equals("dangers") ? question.ask() : method.invoke(other, args));
    }
}

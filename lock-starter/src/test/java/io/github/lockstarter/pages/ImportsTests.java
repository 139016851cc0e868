package io.github.lockstarter.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.testing.Contexts;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The code of docs/leases.md. */
@Tag("boot3-in-ci")
class ImportsTests {

    @Test
    void allIsSavedUnderALeaseThatLasts() {
        run((imports, locks) -> {
            imports.load("a", List.of("1", "2"));

            assertThat(imports.saved()).containsExactly("1", "2", "done");
        });
    }

    @Test
    void nothingIsSavedAfterALossAndTheCallerLooks() {
        run((imports, locks) -> {
            Iterator<String> lines = List.of("1", "2", "3").iterator();

            Imports.loadAndLook(imports, "a", () -> new Iterator<>() {

                @Override
                public boolean hasNext() {
                    return lines.hasNext();
                }

                @Override
                public String next() {
                    String line = lines.next();
                    if (line.equals("2")) {
                        locks.steal("import:a");
                        CurrentLease.require().lost().toCompletableFuture().join(); // by the next renewal
                    }
                    return line;
                }
            });

            assertThat(imports.saved()).containsExactly("1");
            assertThat(imports.reviewed()).containsExactly("a false");
        });
    }

    @Test
    void whatIsWaitedForIsCancelledByTheLoss() {
        run(
                (imports, locks) -> {
                    CompletableFuture<Void> neverEnding = new CompletableFuture<>();

                    assertThatThrownBy(() -> imports.await("a", neverEnding)).isInstanceOf(CancellationException.class);
                },
                "distributed-lock.locks.Imports-await.ttl=200ms");
    }

    @Test
    void statementsLockToo() {
        run((imports, locks) -> {
            assertThat(imports.inStatements()).isZero();
            assertThat(imports.saved()).containsExactly("stock");
            assertThat(locks.heldKeys()).isEmpty();
        });
    }

    private static void run(BiConsumer<Imports, InMemoryLockStore> test, String... properties) {
        Contexts.inMemory()
                .withBean(Imports.class)
                .withPropertyValues("distributed-lock.locks.Imports-load.ttl=300ms")
                .withPropertyValues(properties)
                .run(context -> test.accept(context.getBean(Imports.class), context.getBean(InMemoryLockStore.class)));
    }
}

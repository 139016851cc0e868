package io.github.lockstarter.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people are told of a key, and do to it, where a majority decides. */
class QuorumInspectionTests {

    private final List<InMemoryLockStore> stores =
            List.of(new InMemoryLockStore(), new InMemoryLockStore(), new InMemoryLockStore());

    private final QuorumLockStore quorum = new QuorumLockStore(
            stores.stream()
                    .map(store -> new QuorumNode("node-" + stores.indexOf(store), store))
                    .toList(),
            Duration.ofMillis(400),
            Duration.ofHours(1));

    @AfterEach
    void end() {
        quorum.close();
    }

    @Test
    void whatAMinorityHasIsNotHeldAndCanBeRemovedByForce() {
        take(0, "0123@web-1");

        assertThat(Await.value(quorum.inspect("a")).held()).isFalse();
        assertThat(Await.value(quorum.forceRelease("a")).wasHeld()).isTrue();
        assertThat(Await.value(quorum.forceRelease("a"))).isEqualTo(ForcedRelease.NOT_HELD);
    }

    @Test
    void theOwnerIsWhoMostOfThemName() {
        take(0, "0123@left-over");
        take(1, "4567@web-1");
        take(2, "4567@web-1");

        LockState state = Await.value(quorum.inspect("a"));

        assertThat(state.held()).isTrue();
        assertThat(state.owner()).isEqualTo("web-1");
        assertThat(Await.value(quorum.forceRelease("a")).owner()).isEqualTo("web-1");
    }

    @Test
    void withoutAMajorityNothingIsSaid() {
        stores.get(1).makeUnavailable();
        stores.get(2).makeUnavailable();

        assertThatThrownBy(() -> quorum.inspect("a").toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("2 of 3 nodes have to say who holds it, 1 did");
        assertThatThrownBy(() -> quorum.forceRelease("a").toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("2 of 3 nodes have to release it, 1 did (node-0: did, node-1: ");
    }

    private void take(int node, String token) {
        assertThat(Await.value(stores.get(node)
                        .acquire(Acquire.once(List.of("a"), new OwnerToken(token), Duration.ofSeconds(10)))))
                .isInstanceOf(Grant.class);
    }
}

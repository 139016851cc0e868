package io.github.lockstarter.quorum;

import io.github.lockstarter.quorum.FaultyNode.Mode;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.LockStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The contract on four nodes, one of which is down. */
class EvenQuorumLockStoreTests extends LockStoreContract {

    private final FaultyNodes nodes = new FaultyNodes(4);

    private final QuorumLockStore store =
            new QuorumLockStore(nodes.named(), Duration.ofMillis(50), Duration.ofHours(1));

    EvenQuorumLockStoreTests() {
        nodes.set(Mode.REFUSING, 2);
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Override
    protected LockStore store() {
        return store;
    }

    @Override
    protected void elapse(Duration time) {
        nodes.elapse(time);
    }
}

package io.github.lockstarter.quorum;

import io.github.lockstarter.store.LockStore;

/**
 * One of the independent stores that vote.
 *
 * @param name what messages call it: {@code redis-1:6379}
 * @param store fails with a {@link io.github.lockstarter.store.StoreFailure} of the kind {@code NOT_EXECUTED} while it may not vote
 */
public record QuorumNode(String name, LockStore store) {}

package io.github.lockstarter.jdbc;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;

/** What PostgreSQL finds by itself, said for the others in the same type. */
final class OutdatedSnapshot {

    private OutdatedSnapshot() {}

    static CannotAcquireLockException of(String resource, @Nullable Throwable cause) {
        return new CannotAcquireLockException(
                "Claim of resource '" + resource + "' refused: this transaction reads from a snapshot, and another has "
                        + "claimed the resource since that was taken. Run the transaction again, and let the claim be "
                        + "its first statement.",
                cause);
    }
}

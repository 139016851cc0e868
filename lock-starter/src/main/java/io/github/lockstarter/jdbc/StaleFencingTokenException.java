package io.github.lockstarter.jdbc;

/**
 * Stale: a later holder of the lock has claimed the resource, so this one must write no more. Unchecked, so that a
 * declared transaction rolls back. Do not try again with the same lease: acquire the lock anew.
 */
public final class StaleFencingTokenException extends RuntimeException {

    private final String resource;

    private final long token;

    private final long seenToken;

    /**
     * Refuses a claim.
     *
     * @param resource what was to be claimed
     * @param token of the lease that claimed
     * @param seenToken the greater one that the database has seen
     * @param repair the statement that makes the database forget the resource
     */
    public StaleFencingTokenException(String resource, long token, long seenToken, String repair) {
        super(
                ("Fencing token %d for resource '%s' refused: the database has seen %d, of a later holder of the lock. Nothing "
                                + "was claimed; let the transaction roll back, and acquire the lock anew to try again. If the "
                                + "clock of Redis was set back by more than distributed-lock.redis.fence-ttl, tokens are smaller "
                                + "than before; then, once no old holder runs: %s")
                        .formatted(token, resource, seenToken, repair));
        this.resource = resource;
        this.token = token;
        this.seenToken = seenToken;
    }

    /** {@return what was to be claimed} */
    public String resource() {
        return resource;
    }

    /** {@return the fencing token of the lease that claimed} */
    public long token() {
        return token;
    }

    /** {@return the greater token that the database has seen} */
    public long seenToken() {
        return seenToken;
    }
}

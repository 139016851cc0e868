package io.github.lockstarter.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the locks. Whoever implements it promises, and whoever calls it may rely on:
 *
 * <ul>
 *   <li>At any time at most one token has a key, or, if the store {@linkplain #sharesLocks() can do that}, several of which each allows
 *       as many ({@link OwnerToken#permits}); and only a token's own commands end or prolong what it has, but for
 *       {@link #forceRelease}.
 *   <li>Each method returns at once, on any thread, interrupted or not. What fails, fails the stage, with a
 *       {@link StoreFailure}; anything else counts as {@link StoreFailure.Kind#UNKNOWN}. A stage may complete late, or
 *       never: the caller bounds its own wait.
 *   <li>Every command may be sent again, or be executed twice, with the same effect as once, though the second answer to a
 *       release is that the lock is not ours.
 *   <li>What is kept for a key ends by itself when nobody asks for it any more.
 * </ul>
 *
 * <p>Stages complete on a thread that must not be blocked. Implementations are thread-safe.
 */
public interface LockStore {

    /** {@return whether several tokens may hold a key at once, if they say so: shared locks and permits} By default not. */
    default boolean sharesLocks() {
        return false;
    }

    /** {@return the longest ttl that may be asked for, in an acquire or a renewal: by default longer than anybody asks for} */
    default Duration longestTtl() {
        return Duration.ofDays(365);
    }

    /**
     * Takes the lock if it is free, or, where it is this token's already (sent again, or handed over), sees to it that it
     * lasts at least the ttl from now, with the same fencing token. Never shortens it. When the stage fails, the lock may
     * have been taken, unless the failure says otherwise: {@link #withdraw} it or ask again with the same token.
     *
     * @param acquire what is asked for
     * @return a {@link Grant}, or {@link Busy}
     */
    CompletionStage<Answer> acquire(Acquire acquire);

    /**
     * Sees to it that a lock that is still ours lasts at least the ttl from now. Never shortens it.
     *
     * @param held what was granted
     * @param ttl how long it is to last from now
     * @return REFUSED if it is ours no more
     */
    CompletionStage<Renewal> renew(Held held, Duration ttl);

    /**
     * Ends a lock if it is still ours. If it {@linkplain Held#keptFor() is to be kept}, nobody has it from then on, and nobody is
     * handed it or woken, until that time is over.
     *
     * @param held what was granted
     * @param next if not null, is asked for in the same step, for the same one key: between the two nobody else comes in
     *     but one who stands in line before it, and with {@link Standing#AHEAD} nobody; not for a lock that is to be kept
     * @return whether it was ours, and what the next was answered
     */
    CompletionStage<Release> release(Held held, @Nullable Acquire next);

    /**
     * Gives back what an acquire may have taken, and leaves the line. Idempotent. To be sent by whoever gives up after
     * sending an acquire, and again when a late grant comes in.
     *
     * @param acquire what was sent
     * @return completes when nothing is left of it
     */
    CompletionStage<Void> withdraw(Acquire acquire);

    /**
     * {@return what there is of one key, for people to look at: nothing is decided by it} A store may leave it out, and fail: then the endpoint
     * cannot say who holds a key. The stores of the starter all know, and {@code LockStoreContract} asks that of them.
     *
     * @param key as given, without a prefix
     */
    default CompletionStage<LockState> inspect(String key) {
        return CompletableFuture.failedFuture(
                new StoreFailure(StoreFailure.Kind.REJECTED, "this store does not tell who holds a lock", null));
    }

    /**
     * Ends a lock whoever holds it, for people who know that its holder is gone: the one exception to the rule that only a
     * token's own commands end what it has. Raises the fencing token, tells the holder's {@link WakeListener#forceReleased} if
     * it listens, and serves the line. A store may refuse.
     *
     * @param key as given, without a prefix
     * @return whether somebody held it, and who
     */
    default CompletionStage<ForcedRelease> forceRelease(String key) {
        return CompletableFuture.failedFuture(
                new StoreFailure(StoreFailure.Kind.REJECTED, "this store releases no lock by force", null));
    }

    /** {@return what can cost it its locks, as far as it can tell and may ask; what it may not ask about is no failure} */
    default CompletionStage<List<Danger>> dangers() {
        return CompletableFuture.completedFuture(List.of());
    }

    /**
     * Tells this instance when a look may be worth it. To be asked for when somebody has to wait, not before: it may cost a
     * connection. A store without hints never tells anything.
     *
     * @param instance whose tokens are meant: what follows the {@code @} in them
     * @param listener what is told, on any thread
     * @return what ends it, and knows whether hints come in
     */
    default Subscription onWake(String instance, WakeListener listener) {
        return NoHints.SUBSCRIPTION;
    }
}

package io.github.lockstarter.actuate;

import io.github.lockstarter.LockForceReleasedEvent;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.core.LocksHere;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The endpoint {@code distributedlocks}: what locks this JVM holds and waits for, which leases it lost last, and what endangers its
 * locks; with {@code ?key=}, who holds one, whichever JVM that is. Where access is unrestricted, {@code DELETE ?key=} releases that
 * by force. The key is a request parameter and not a part of the path, where {@code a;b} would be cut to {@code a}. Shows no owner
 * tokens. Thread-safe.
 */
@Endpoint(id = "distributedlocks", defaultAccess = Access.READ_ONLY)
public final class DistributedLocksEndpoint {

    private static final Logger log = LoggerFactory.getLogger(DistributedLocksEndpoint.class);

    private static final long LONGEST_QUESTION_SECONDS = 5;

    private final LocksHere here;

    private final LockStore store;

    private final LastLosses losses;

    private final Supplier<List<String>> dangers;

    private final ApplicationEventPublisher events;

    /**
     * @param here what this JVM holds and waits for
     * @param store asked about single keys
     * @param losses the last that were lost here
     * @param dangers what endangers the locks of the store, as far as is known
     * @param events told of locks that are released by force
     */
    public DistributedLocksEndpoint(
            LocksHere here,
            LockStore store,
            LastLosses losses,
            Supplier<List<String>> dangers,
            ApplicationEventPublisher events) {
        this.here = here;
        this.store = store;
        this.losses = losses;
        this.dangers = dangers;
        this.events = events;
    }

    /** What this JVM holds and waits for, or, with a key, who holds that one. */
    public sealed interface Report permits LocksOfThisJvm, LockOfKey {}

    /**
     * What there is in this JVM.
     *
     * @param held the leases, those that were held longest first
     * @param waiting the calls, those that have waited longest first
     * @param lastLosses the latest first, at most twenty
     * @param dangers what can cost locks, and what to do about it
     */
    public record LocksOfThisJvm(
            List<HeldLock> held, List<WaitingCall> waiting, List<LastLosses.Loss> lastLosses, List<String> dangers)
            implements Report {}

    /**
     * A lease of this JVM.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, or hidden
     * @param mode whether others may hold it at the same time
     * @param permits how many may hold it at once, where the mode is EXCLUSIVE
     * @param fencingToken that of the lease
     * @param heldForMs from the acquisition on
     * @param remainingMs until its deadline
     */
    public record HeldLock(
            String name,
            Set<String> keys,
            LockMode mode,
            int permits,
            long fencingToken,
            long heldForMs,
            long remainingMs) {}

    /**
     * A call of this JVM that waits for its lock.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, or hidden
     * @param waitedMs from the beginning of the call on
     */
    public record WaitingCall(String name, Set<String> keys, long waitedMs) {}

    /**
     * One lock, whoever holds it.
     *
     * @param key as asked for
     * @param held whether somebody holds it
     * @param owner the instance that holds it: {@code host:pid:...}, one of them if several do; null: nobody does, or it is not known
     * @param expiresInMs when it is free unless it is renewed; null: it is not held
     * @param fencingToken the last one given, 0 if none is remembered
     * @param waiting how many JVMs stand in line
     * @param holders how many hold it: more than one if it is SHARED, or has permits
     */
    public record LockOfKey(
            String key,
            boolean held,
            @Nullable String owner,
            @Nullable Long expiresInMs,
            long fencingToken,
            long waiting,
            long holders)
            implements Report {}

    /**
     * What became of a release by force.
     *
     * @param key as asked for
     * @param released false: nobody held it
     * @param owner the instance that held it, if it is known; it may work on until it learns of it
     * @param fencingToken greater than that of the lease that ended; 0 if there was none
     */
    public record ForceRelease(
            String key, boolean released, @Nullable String owner, long fencingToken) {}

    /**
     * Shows the locks of this JVM, or one lock.
     *
     * @param key null: of this JVM, whatever keys
     * @return what there is at the moment
     * @throws NotAnsweredException if the store was asked for a key and did not answer
     */
    // Boot 3.5 knows by Spring's own annotation alone that it may be left out.
    @SuppressWarnings("deprecation")
    @ReadOperation
    public Report report(@org.springframework.lang.Nullable @Nullable String key) {
        return key == null ? ofThisJvm() : of(required(key));
    }

    /**
     * Ends a lock whoever holds it: for one whose holder is known to be gone, or must not wait for its ttl. The holder learns of it
     * at once if it listens to messages, else at its next renewal, else at its deadline.
     *
     * @param key as the lock has it, without the prefix
     * @return whether somebody held it, and who
     * @throws NotAnsweredException if the store did not answer: it may have done it all the same
     */
    @DeleteOperation
    public ForceRelease release(String key) {
        ForcedRelease forced = answer(store.forceRelease(required(key)));
        if (forced.wasHeld()) {
            released(new LockForceReleasedEvent(key, forced.owner(), forced.fencingToken()));
        }
        return new ForceRelease(key, forced.wasHeld(), forced.owner(), forced.fencingToken());
    }

    /** It is released, whoever fails to hear of it. */
    private void released(LockForceReleasedEvent event) {
        log.warn(
                "Lock {} was released by force, by the endpoint distributedlocks. It was held by {}, who may work on until it learns of it [fencing token {}]",
                here.shown(event.key()),
                event.owner() == null ? "another owner" : event.owner(),
                event.fencingToken());
        try {
            events.publishEvent(event);
        } catch (RuntimeException e) {
            log.warn("A listener of {} failed, which changes nothing for the lock", LockForceReleasedEvent.class, e);
        }
    }

    private LocksOfThisJvm ofThisJvm() {
        return new LocksOfThisJvm(
                here.held().stream()
                        .map(lease -> new HeldLock(
                                lease.name(),
                                Shown.keys(lease.keys()),
                                lease.mode(),
                                lease.permits(),
                                lease.fencingToken(),
                                lease.heldFor().toMillis(),
                                lease.remaining().toMillis()))
                        .toList(),
                here.waiting().stream()
                        .map(call -> new WaitingCall(
                                call.name(),
                                Shown.keys(call.keys()),
                                call.waited().toMillis()))
                        .toList(),
                losses.latest(),
                dangers.get());
    }

    private LockOfKey of(String key) {
        LockState state = answer(store.inspect(key));
        return new LockOfKey(
                key,
                state.held(),
                state.owner(),
                state.expiresIn() == null ? null : state.expiresIn().toMillis(),
                state.fencingToken(),
                state.waiting(),
                state.holders());
    }

    private static String required(String key) {
        if (key.isBlank()) {
            throw new InvalidEndpointRequestException(
                    "The key is blank", "Name the key as the lock has it, without the prefix: ?key=item:a1");
        }
        return key;
    }

    private static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LONGEST_QUESTION_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAnsweredException("Interrupted while the store was asked", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new NotAnsweredException("The store did not do it: " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new NotAnsweredException(
                    "The store did not answer within %d s".formatted(LONGEST_QUESTION_SECONDS), e);
        }
    }
}

package io.github.lockstarter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs a method once at a time per key, across every JVM that shares the Redis.
 *
 * <pre>{@code
 * @DistributedLock(key = "'item:' + #id", ttl = "5s", retries = 20)
 * public Bid placeBid(String id, BigDecimal amount) { ... }
 * }</pre>
 *
 * <p>The key is resolved before the method, the lock is acquired with a random owner token, the method runs, and the
 * lock is released if the token is still ours, whether the method returned or threw. The lock lies outside a
 * transaction that {@code @Transactional} begins on the same method, and inside {@code @Async}, {@code @Retryable} and
 * {@code @PreAuthorize}. Before that transaction commits, Redis is asked whether the lock is still ours; if not, it is rolled back. If a
 * transaction is open already when the method is called, the lock is held until that completes, and renewed until then (but
 * no longer than {@link #maxHold()}), unless the method declares REQUIRES_NEW, NOT_SUPPORTED or NEVER.
 *
 * <p>The lock covers the work, not the return. A method that returns CompletableFuture, CompletionStage, Mono, Flux or what Spring can adapt to
 * them, or that is a suspend function or returns a Flow, is locked until its work has completed, failed or been cancelled, and no thread waits: for a
 * future from the call on, for what is subscribed to at each subscription anew. Exceptions then come in the result. Future, and what nothing can follow, is refused at start-up.
 *
 * <p>Stands on a method, on a class (each public method then gets a lock of its own, unless {@code name} or {@code key}
 * says otherwise), on an interface or its methods, and on annotations of your own ({@link AliasFor} works). An
 * annotation on the method wins over one on the class. With Spring's proxies, calls from within the same object, and
 * private, static and final methods, are not intercepted: an annotation on the latter three is refused at start-up, calls from within
 * are warned of where they are found; for all of them weaving helps ({@code distributed-lock.mode=aspectj}). The same is true of {@code initMethod} and
 * {@code destroyMethod} of a bean, which cannot be seen at start-up.
 *
 * <p>What a caller may see instead of the method's result: {@link LockNotAcquiredException} (busy),
 * {@link LockStoreException} (unavailable), {@link LockInterruptedException}, {@link LeaseLostException} (the lease ended
 * before the method did, or before its transaction could commit, see {@link #onLost()}), and
 * {@link IllegalArgumentException} (the key came out null, blank, empty or of a type that makes no key). With all
 * of them but LeaseLostException the method has not run, unless it is about the lock of another call that the method makes: see {@link LockException#name()}. The first two can be answered otherwise: {@link #onBusy()}, {@link #fallback()}.
 *
 * <p>Durations are text: {@code 5s}, {@code 500ms}, {@code PT5S}, {@code 2000} (milliseconds), or a placeholder
 * <code>${...}</code>. All attributes are checked when the bean is made.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface DistributedLock {

    /** {@return the same as {@link #key()}} */
    @AliasFor("key")
    String value() default "";

    /**
     * {@return what is locked: a SpEL expression over the arguments ({@code #id}, {@code #p0}, {@code #bid.itemId}),
     * {@code #root.method}, {@code #root.target} and beans ({@code @tenants.current()})} Default: the {@link #name()}, so
     * that the method is one lock for all arguments.
     *
     * <p>Fixed text is quoted: {@code "'nightly'"}. The result, and each operand of a {@code +}, may be text, a
     * number, a boolean, a char, an enum, a UUID or a java.time value; anything else, null, and blank text are refused
     * with IllegalArgumentException before the method runs; and at start-up a {@code +} that joins text within a call, a projection or a
     * condition, where null could not be seen. A collection or an array of those locks all its elements
     * (1 to 100), all or nothing. The expression is evaluated once per call.
     */
    @AliasFor("value")
    String key() default "";

    /**
     * {@return the lock as it is called in logs, metrics and settings; never contains the key} Default:
     * {@code BidService-placeBid}, the simple name of the bean's class and the method's.
     */
    String name() default "";

    /**
     * {@return how long the lock lasts if its holder dies, and how long the method may run: 10 ms to 24 h} Default:
     * {@code distributed-lock.ttl} (10s). A method that runs longer has lost its lock, unless it is {@link #renew()
     * renewed}: see {@link #onLost()}.
     */
    String ttl() default "";

    /**
     * {@return attempts after the first, 0 or more; 0 tries once and stands in no line} Default (-1): {@code distributed-lock.retries}
     * (20). With {@link #waitTime()} there is no limit to the attempts unless this is given too.
     *
     * <p>An attempt counts when it follows a pause of the {@link #retryDelay()}; one after a wake-up, or at the end of the
     * holder's ttl, does not. Calls of one JVM that wait for the same key stand in line, and only the first of them makes
     * attempts: for the others, the time counts, not the attempts.
     */
    int retries() default -1;

    /**
     * {@return the pause between attempts, 1 ms to 24 h; each is drawn from half of it to all of it, and is shorter when a wake-up comes,
     * or the holder's ttl, the wait or a second is over sooner} Since the release of a lock wakes the next in line, this
     * matters only where no wake-up comes in. Default: {@code distributed-lock.retry-delay} (100ms).
     */
    String retryDelay() default "";

    /**
     * {@return the longest wait for the lock, 0 to 24 h, instead of {@code retries x retryDelay}} The call ends with it, plus at
     * most one {@code distributed-lock.command-timeout}. Default: none; the wait is {@code retries x retryDelay} at
     * most, and less where the retries are used up before.
     */
    String waitTime() default "";

    /**
     * {@return whether the lock is renewed while the method runs, at a third of its ttl, so that the method may take longer} The ttl
     * is then how long the lock outlives a holder that dies. Default: no.
     */
    boolean renew() default false;

    /**
     * {@return when renewing ends, counted from the acquisition, so that a method that hangs does not keep the lock for ever: 10 ms
     * to 365 days} To be given only with {@link #renew()}. Default: {@code distributed-lock.max-hold} (1h).
     */
    String maxHold() default "";

    /**
     * {@return how long the lock is taken at least, counted from the acquisition, though the method ends before: 0 to 24 h, and no more than
     * the ttl unless it is {@link #renew() renewed}} For jobs that run on many nodes, whose clocks differ: the one that comes a little
     * later finds the lock taken, whether the first is done, has shut down, or has died. Whoever waits is neither handed the lock nor
     * woken. Default: 0, the lock is free when the method has ended.
     *
     * <pre>{@code
     * @Scheduled(cron = "0 0 3 * * *")
     * @DistributedLock(key = "'nightly'", ttl = "1m", retries = 0, onBusy = OnBusy.SKIP, minHold = "30s")
     * }</pre>
     */
    String minHold() default "0";

    /**
     * {@return whether others may hold the lock at the same time: none ({@link LockMode#EXCLUSIVE}, the default), or those who want it SHARED, too
     * ({@link LockMode#SHARED}), as for reading} Of one key only; with {@link #permits()} it is EXCLUSIVE. Refused at start-up with Redlock.
     */
    LockMode mode() default LockMode.EXCLUSIVE;

    /**
     * {@return how many leases of a key there may be at once, 1 to 1,000,000: to do something a few times at once, in all JVMs together} Where callers disagree,
     * the smallest number in use holds, and the one that allows more is warned in the log, unless the other allows one only. A method with one permit and another with five exclude each other. Of one
     * key only; refused at start-up with Redlock. Default: 1.
     *
     * <pre>{@code
     * @DistributedLock(key = "'reports'", permits = 3, ttl = "10m", waitTime = "1m")
     * }</pre>
     *
     * <p>A fencing token cannot tell the leases of several permits from one another, held at once or not: each has that of the last EXCLUSIVE one.
     */
    int permits() default 1;

    /**
     * {@return what happens when the lock is lost while the method runs: the caller gets {@link LeaseLostException} after the method
     * ({@link OnLost#SIGNAL}, the default), the method is interrupted, or its work cancelled, besides ({@link OnLost#INTERRUPT}), or it is only
     * logged ({@link OnLost#WARN})} The method itself can ask at any time: {@link CurrentLease}, {@link Lease#lost()}.
     */
    OnLost onLost() default OnLost.SIGNAL;

    /**
     * {@return what a caller gets when someone else holds the lock and the wait is over: {@link LockNotAcquiredException}
     * ({@link OnBusy#THROW}, the default), or nothing ({@link OnBusy#SKIP}: null, or an empty Optional, Mono or Flux)} Not together
     * with {@link #fallback()}; SKIP is refused for methods that return a primitive, or what cannot be empty.
     */
    OnBusy onBusy() default OnBusy.THROW;

    /**
     * {@return a method of the same bean that is called, without the lock, when this call did not acquire it: because it is busy or the store
     * unavailable} What it returns or throws is what the caller gets. It takes what this method takes, and may take a
     * {@link LockException} after that, which says why; it returns the same type. It is called as other beans call it, so its own
     * annotations hold: it may be neither private, static nor final. That of a suspend function is one, too. Neither an interrupted wait nor a lost lease leads to it, nor what a
     * lock acquired inside this method fails with. Default: none.
     */
    String fallback() default "";
}

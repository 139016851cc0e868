package io.github.lockstarter;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one call asks of a lock: its keys, and how long to wait and to hold. Immutable and checked: whatever is out of
 * range is refused with IllegalArgumentException where it is set; what depends on something else (a minHold longer than the ttl, what the
 * store does not allow), where it is used. What is left open comes from the properties {@code distributed-lock.*}.
 */
public final class LockRequest {

    /** The name of a request that was given none: {@value}. */
    public static final String UNNAMED = "unnamed";

    private static final int MOST_PERMITS = 1_000_000;

    private static final Duration SHORTEST_TTL = Duration.ofMillis(10);

    private static final Duration SHORTEST_DELAY = Duration.ofMillis(1);

    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration LONGEST_HOLD = Duration.ofDays(365);

    /** Never changed from here on. */
    private final RequestValues values;

    private LockRequest(RequestValues values) {
        if (values.keysHidden) {
            values.keys = HiddenKeys.of(values.keys);
        }
        this.values = values;
        values.requireModeFits();
    }

    /**
     * {@return a request for one key}
     *
     * @param key what is locked, any text
     * @throws IllegalArgumentException if it is blank, or text that UTF-8 cannot hold (an unpaired surrogate)
     */
    public static LockRequest of(String key) {
        return new LockRequest(new RequestValues(RequestedKeys.of(key)));
    }

    /**
     * {@return a request for all of these keys at once, all or nothing; they are sorted, and each counts once} Several keys stand in no
     * line: they try again after each {@link #retryDelay(Duration)}, and those who want one of them may come first.
     *
     * @param keys what is locked, 1 to 100
     * @throws IllegalArgumentException if there are none or more than 100, or one is null, blank or not valid text
     */
    public static LockRequest of(Collection<String> keys) {
        return new LockRequest(new RequestValues(RequestedKeys.of(keys)));
    }

    /**
     * The same for other keys.
     *
     * @param keys what is locked, 1 to 100
     * @return a copy of this request with them
     * @throws IllegalArgumentException as {@link #of(Collection)} does, or if there are several, and the mode is SHARED or there
     *     are permits
     */
    public LockRequest keys(Collection<String> keys) {
        return with(copy -> copy.keys = RequestedKeys.of(keys));
    }

    /**
     * What the lock is called in logs and metrics: low cardinality, never the key. Default: {@value #UNNAMED}.
     *
     * @param name any text that is not blank
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is blank
     */
    public LockRequest name(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A lock's name is not blank.");
        }
        return with(copy -> copy.name = name);
    }

    /**
     * How long the lease lasts: 10 ms to 24 h. Default: {@code distributed-lock.ttl}.
     *
     * @param ttl 10 ms to 24 h
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is out of range
     */
    public LockRequest ttl(Duration ttl) {
        return with(copy -> copy.ttl = inRange("ttl", ttl, SHORTEST_TTL, LONGEST));
    }

    /**
     * Attempts after the first: 0 or more; 0 tries once and stands in no line. Default: {@code distributed-lock.retries}; with a
     * {@link #waitTime(Duration)}, no limit. What counts: {@link DistributedLock#retries()}.
     *
     * @param retries 0 or more
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is negative
     */
    public LockRequest retries(int retries) {
        if (retries < 0) {
            throw new IllegalArgumentException("retries is " + retries + ": use 0 to try once, or more.");
        }
        return with(copy -> copy.retries = retries);
    }

    /**
     * The pause between attempts where no wake-up comes, each drawn from half of it to all of it: 1 ms to 24 h. Default:
     * {@code distributed-lock.retry-delay}.
     *
     * @param retryDelay 1 ms to 24 h
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is out of range
     */
    public LockRequest retryDelay(Duration retryDelay) {
        return with(copy -> copy.retryDelay = inRange("retryDelay", retryDelay, SHORTEST_DELAY, LONGEST));
    }

    /**
     * The longest wait: 0 to 24 h. Default: {@code retries x retryDelay}.
     *
     * @param waitTime 0 to 24 h
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is out of range
     */
    public LockRequest waitTime(Duration waitTime) {
        return with(copy -> copy.waitTime = inRange("waitTime", waitTime, Duration.ZERO, LONGEST));
    }

    /**
     * Whether the lease is renewed at a third of its ttl for as long as it is held. Default: no.
     *
     * @param renew whether to renew
     * @return a copy of this request with it
     */
    public LockRequest renew(boolean renew) {
        return with(copy -> copy.renew = renew);
    }

    /**
     * When renewing ends, counted from the acquisition: 10 ms to 365 days. Default: {@code distributed-lock.max-hold}.
     *
     * @param maxHold 10 ms to 365 days
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is out of range
     */
    public LockRequest maxHold(Duration maxHold) {
        return with(copy -> copy.maxHold = inRange("maxHold", maxHold, SHORTEST_TTL, LONGEST_HOLD));
    }

    /**
     * How long the lock is taken at least, counted from the acquisition, though its lease is released before: 0 to 24 h, and no
     * more than the ttl unless it is {@linkplain #renew(boolean) renewed}. For work that is to be done once in a while by one of
     * many nodes, whose clocks may differ by that time. Whoever waits is neither handed the lock nor woken. Default: 0.
     *
     * @param minHold 0 to 24 h
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is out of range
     */
    public LockRequest minHold(Duration minHold) {
        return with(copy -> copy.minHold = inRange("minHold", minHold, Duration.ZERO, LONGEST));
    }

    /**
     * Whether others may hold the lock at the same time, if they want it {@link LockMode#SHARED}, too. Default: {@link
     * LockMode#EXCLUSIVE}.
     *
     * @param mode EXCLUSIVE or SHARED
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is SHARED and there are several keys, or permits
     */
    public LockRequest mode(LockMode mode) {
        return with(copy -> copy.mode = mode);
    }

    /**
     * How many leases of the key there may be at once: 1 to 1,000,000. Where callers disagree, the smallest number in use holds, and the
     * one that allows more is warned in the log, unless the other allows one only. Default: 1.
     *
     * @param permits 1 to 1,000,000
     * @return a copy of this request with it
     * @throws IllegalArgumentException if it is out of range, or above 1 and there are several keys, or the mode is SHARED
     */
    public LockRequest permits(int permits) {
        if (permits < 1 || permits > MOST_PERMITS) {
            throw new IllegalArgumentException(
                    "permits is " + permits + ": it may be 1, for one lease at a time, to " + MOST_PERMITS + ".");
        }
        return with(copy -> copy.permits = permits);
    }

    /**
     * What happens to a callback whose lease is lost while it runs. Default: {@link OnLost#SIGNAL}.
     *
     * @param onLost what the callback or its caller gets to know of it
     * @return a copy of this request with it
     */
    public LockRequest onLost(OnLost onLost) {
        return with(copy -> copy.onLost = onLost);
    }

    /**
     * The lease of {@link LockOperations#execute execute} ends with the callback even if a transaction is open around it:
     * for a callback that works in a transaction of its own, or in none. Default: it is held until the open one completes, and
     * renewed until then, but no longer than {@link #maxHold}.
     *
     * @return a copy of this request that says so
     */
    public LockRequest outsideTransaction() {
        return with(copy -> copy.outsideTransaction = true);
    }

    /**
     * No log line and no message of an exception shows the keys, only the name. Default: {@code distributed-lock.log-keys} says
     * whether they are shown.
     *
     * @return a copy of this request with hidden keys
     */
    public LockRequest hideKeys() {
        return with(copy -> copy.keysHidden = true);
    }

    /** {@return the keys: sorted, unmodifiable, at least one} */
    public Set<String> keys() {
        return values.keys;
    }

    /** {@return what the lock is called in logs and metrics} */
    public String name() {
        return values.name;
    }

    /** {@return how long the lease lasts; empty: the default} */
    public Optional<Duration> ttl() {
        return Optional.ofNullable(values.ttl);
    }

    /** {@return attempts after the first; empty: the default} */
    public OptionalInt retries() {
        return values.retries == null ? OptionalInt.empty() : OptionalInt.of(values.retries);
    }

    /** {@return the pause between attempts; empty: the default} */
    public Optional<Duration> retryDelay() {
        return Optional.ofNullable(values.retryDelay);
    }

    /** {@return the longest wait; empty: the retries decide} */
    public Optional<Duration> waitTime() {
        return Optional.ofNullable(values.waitTime);
    }

    /** {@return whether the lease is renewed} */
    public boolean renew() {
        return values.renew;
    }

    /** {@return when renewing ends, counted from the acquisition; empty: the default} */
    public Optional<Duration> maxHold() {
        return Optional.ofNullable(values.maxHold);
    }

    /** {@return how long the lock is taken at least; zero: until it is released} */
    public Duration minHold() {
        return values.minHold;
    }

    /** {@return whether others may hold the lock at the same time} */
    public LockMode mode() {
        return values.mode;
    }

    /** {@return how many leases of the key there may be at once} */
    public int permits() {
        return values.permits;
    }

    /** {@return what happens to a callback whose lease is lost while it runs} */
    public OnLost onLost() {
        return values.onLost;
    }

    /** {@return whether the lease ends with the callback though a transaction is open around it} */
    public boolean isOutsideTransaction() {
        return values.outsideTransaction;
    }

    @Override
    public String toString() {
        return "LockRequest[name=" + name() + ", keys=" + keys() + "]";
    }

    private LockRequest with(Consumer<RequestValues> change) {
        RequestValues copy = new RequestValues(values);
        change.accept(copy);
        return new LockRequest(copy);
    }

    private static Duration inRange(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s: it may be %s to %s.".formatted(what, Words.of(value), Words.of(least), Words.of(most)));
        }
        return value;
    }
}

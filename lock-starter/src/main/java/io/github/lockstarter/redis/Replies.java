package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts answer. */
final class Replies {

    private Replies() {}

    static boolean isOne(Object reply) {
        return ((Number) reply).longValue() == 1;
    }

    /**
     * acquire.lua: { fencing token }, or { 1 if the previous lease was ours, fencing token or '', ms until expiry, owner }, with that
     * lease's fencing token at the end where it is another's. acquire-shared.lua: the same, and the smallest number of permits in use.
     *
     * @param ttl as it was asked for
     */
    static Answer answer(Object reply, Duration ttl) {
        List<?> fields = (List<?>) reply;
        return isBrief(fields)
                ? new Grant(Long.parseLong(text(fields.get(0))), Duration.ofMillis(ttl.toMillis()))
                : answer(fields.subList(1, fields.size()));
    }

    /** Whether acquire.lua granted the lock. */
    static boolean grants(Object reply) {
        List<?> fields = (List<?>) reply;
        return isBrief(fields) || !text(fields.get(1)).isEmpty();
    }

    /** Whether acquire-all.lua granted the locks. */
    static boolean grantsAll(Object reply) {
        return !text(((List<?>) reply).get(0)).isEmpty();
    }

    static Release handOver(Object reply, Duration ttl) {
        List<?> fields = (List<?>) reply;
        return new Release(isBrief(fields) || isOne(fields.get(0)), answer(reply, ttl));
    }

    private static boolean isBrief(List<?> fields) {
        return fields.size() == 1;
    }

    /** acquire-all.lua: { fencing token or '', ms until expiry, owner }, with that lease's fencing token where it is another's. */
    static Answer answerForAll(Object reply) {
        return answer((List<?>) reply);
    }

    private static Answer answer(List<?> fields) {
        String granted = text(fields.get(0));
        if (!granted.isEmpty()) {
            return new Grant(Long.parseLong(granted), Duration.ofMillis(number(fields.get(1))), permits(fields));
        }
        String owner = text(fields.get(2));
        String instance = instance(owner);
        // The last fencing token is this lease's only if it is one of ours, and of one holder.
        boolean isOfTheOwner = instance != null && isAlone(owner);
        return new Busy(
                instance, expiresIn(fields.get(1)), isOfTheOwner ? since(text(fields.get(3))) : null, permits(fields));
    }

    /** Rather than one of several, or a mark of them: see crowd.lua. */
    private static boolean isAlone(String owner) {
        return !owner.startsWith("shared:") && !owner.matches("[^@]*~.*");
    }

    private static int permits(List<?> fields) {
        String permits = fields.size() < 5 ? "1" : text(fields.get(4));
        return permits.equals("inf") ? OwnerToken.ANY_NUMBER : Integer.parseInt(permits);
    }

    /** inspect.lua: { owner, mark or '', ms until expiry, fencing token or '', how many stand in line, how many hold it }. */
    static LockState state(Object reply) {
        List<?> fields = (List<?>) reply;
        String last = text(fields.get(2));
        // PTTL of a key that is not there.
        boolean held = number(fields.get(1)) != -2;
        return new LockState(
                held,
                instance(text(fields.get(0))),
                held ? expiresIn(fields.get(1)) : null,
                last.isEmpty() ? 0 : Long.parseLong(last),
                number(fields.get(3)),
                number(fields.get(4)));
    }

    /** force-release.lua: { owner, fencing token }, or { '', '' }. */
    static ForcedRelease forced(Object reply) {
        List<?> fields = (List<?>) reply;
        String raised = text(fields.get(1));
        return raised.isEmpty()
                ? ForcedRelease.NOT_HELD
                : new ForcedRelease(true, instance(text(fields.get(0))), Long.parseLong(raised));
    }

    private static @Nullable String instance(String owner) {
        return OwnerToken.instanceIn(owner).orElse(null);
    }

    /** Redis counts an expiry as reached one millisecond after PTTL says 0. Below 0: the key has no ttl, or is gone. */
    private static @Nullable Duration expiresIn(Object pttl) {
        long millis = number(pttl);
        return millis < 0 ? null : Duration.ofMillis(millis + 1);
    }

    /** A fencing token is the server's clock in microseconds, unless that was set back. For people to read: nothing is decided by it. */
    private static @Nullable Instant since(String fencingToken) {
        return fencingToken.matches("\\d{1,16}")
                ? Instant.EPOCH.plus(Long.parseLong(fencingToken), ChronoUnit.MICROS)
                : null;
    }

    private static long number(Object field) {
        return ((Number) field).longValue();
    }

    private static String text(@Nullable Object field) {
        return field == null ? "" : new String((byte[]) field, UTF_8);
    }
}

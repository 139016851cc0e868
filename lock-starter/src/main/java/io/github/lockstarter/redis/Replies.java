package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts answer. */
final class Replies {

    private Replies() {}

    static boolean isOne(Object reply) {
        return ((Number) reply).longValue() == 1;
    }

    /**
     * acquire.lua: { fencing token }, or { 1 if the previous lease was ours, fencing token or '', ms until expiry, owner }.
     *
     * @param ttl as it was asked for
     */
    static Answer answer(Object reply, Duration ttl) {
        List<?> fields = (List<?>) reply;
        return isBrief(fields)
                ? new Grant(Long.parseLong(text(fields.get(0))), Duration.ofMillis(ttl.toMillis()))
                : answer(fields.get(1), fields.get(2), fields.get(3));
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

    /** acquire-all.lua: { fencing token or '', ms until expiry, owner }. */
    static Answer answerForAll(Object reply) {
        List<?> fields = (List<?>) reply;
        return answer(fields.get(0), fields.get(1), fields.get(2));
    }

    private static Answer answer(@Nullable Object fencingToken, Object expiresIn, @Nullable Object owner) {
        String granted = text(fencingToken);
        long millis = ((Number) expiresIn).longValue();
        if (!granted.isEmpty()) {
            return new Grant(Long.parseLong(granted), Duration.ofMillis(millis));
        }
        // Redis counts an expiry as reached one millisecond after PTTL says 0. Below 0: the key has no ttl, or is gone.
        Duration over = millis < 0 ? null : Duration.ofMillis(millis + 1);
        return new Busy(OwnerToken.instanceIn(text(owner)).orElse(null), over);
    }

    private static String text(@Nullable Object field) {
        return field == null ? "" : new String((byte[]) field, UTF_8);
    }
}

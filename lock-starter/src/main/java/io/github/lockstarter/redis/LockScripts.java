package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The scripts of a store, and how each is called. What is the same for all calls stands in their text, and is not sent each time. */
final class LockScripts {

    private static final Script ACQUIRE_ALL = Script.load("acquire-all.lua", Script.Reply.ARRAY, Replies::grantsAll);

    private static final byte[] NOW = text("0");

    private static final Script RENEW = Script.load("renew.lua", Script.Reply.NUMBER, Replies::isOne);

    private static final Script INSPECT = Script.load("inspect.lua", Script.Reply.ARRAY, Script.NOTHING);

    private static final byte[] NO_PREVIOUS = new byte[0];

    private static final byte[] APART = text("0");

    private static final byte[] IN_LINE = text("1");

    private static final byte[] AHEAD = text("2");

    private final Script acquire;

    private final Script acquireShared;

    private final Script release;

    private final Script releaseShared;

    private final Script renewShared;

    private final Script forceRelease;

    private final KeyLayout layout;

    private final Duration fenceTtl;

    private final ScriptRunner runner;

    /**
     * @param fenceTtl the least time a fencing token is kept after its grant
     * @param countsAllReceivers whether a PUBLISH that reaches nobody proves that nobody is there
     */
    LockScripts(KeyLayout layout, Duration fenceTtl, boolean countsAllReceivers, ScriptRunner runner) {
        Map<String, String> constants = Map.of(
                "FENCE_TTL", Long.toString(fenceTtl.toMillis()),
                "CHANNEL", Script.literal(layout.channelPrefix()),
                "COUNTS_ALL_RECEIVERS", Boolean.toString(countsAllReceivers));
        this.acquire = Script.load("acquire.lua", Script.Reply.ARRAY, Replies::grants, constants);
        this.acquireShared = Script.load("acquire-shared.lua", Script.Reply.ARRAY, Replies::grants, constants);
        this.releaseShared = Script.load("release-shared.lua", Script.Reply.NUMBER, Script.NOTHING, constants);
        this.renewShared = Script.load("renew-shared.lua", Script.Reply.NUMBER, Replies::isOne, constants);
        this.release = Script.load("release.lua", Script.Reply.NUMBER, Script.NOTHING, constants);
        this.forceRelease = Script.load("force-release.lua", Script.Reply.ARRAY, Script.NOTHING, constants);
        this.layout = layout;
        this.fenceTtl = fenceTtl;
        this.runner = runner;
    }

    private LockScripts(LockScripts same, ScriptRunner runner) {
        this.acquire = same.acquire;
        this.acquireShared = same.acquireShared;
        this.releaseShared = same.releaseShared;
        this.renewShared = same.renewShared;
        this.release = same.release;
        this.forceRelease = same.forceRelease;
        this.layout = same.layout;
        this.fenceTtl = same.fenceTtl;
        this.runner = runner;
    }

    /** The same, sent elsewhere. */
    LockScripts on(ScriptRunner other) {
        return new LockScripts(this, other);
    }

    /**
     * For one key.
     *
     * @param previous whose lease ends with it; null: none
     */
    CompletionStage<Object> acquire(Acquire asked, @Nullable OwnerToken previous) {
        List<byte[]> args = new ArrayList<>(5);
        args.add(text(asked.token().value()));
        args.add(millis(asked.ttl()));
        args.add(standing(asked.standing()));
        // What is not there costs Redis nothing.
        if (previous != null || asked.fenceFloor() > 0) {
            args.add(previous == null ? NO_PREVIOUS : text(previous.value()));
        }
        if (asked.fenceFloor() > 0) {
            args.add(number(asked.fenceFloor()));
        }
        return runner.run(acquire, keys(asked.keys().get(0)), args.toArray(byte[][]::new));
    }

    /**
     * For one key, which others may hold, too.
     *
     * @param previous whose lease ends with it; null: none
     */
    CompletionStage<Object> acquireShared(Acquire asked, @Nullable OwnerToken previous) {
        return runner.run(
                acquireShared,
                keys(asked.keys().get(0)),
                text(asked.token().value()),
                millis(asked.ttl()),
                standing(asked.standing()),
                previous == null ? NO_PREVIOUS : text(previous.value()),
                asked.waited().isZero() ? NOW : number(asked.waited().toNanos() / 1_000));
    }

    CompletionStage<Object> acquireAll(Acquire asked) {
        byte[][] keys =
                asked.keys().stream().flatMap(key -> Arrays.stream(keys(key))).toArray(byte[][]::new);
        long kept = Math.max(fenceTtl.toMillis(), 10 * asked.ttl().toMillis());
        return runner.run(
                ACQUIRE_ALL,
                keys,
                text(asked.token().value()),
                millis(asked.ttl()),
                number(kept),
                number(asked.fenceFloor()));
    }

    CompletionStage<Object> renew(String key, OwnerToken token, Duration ttl) {
        return token.isExclusive()
                ? runner.run(RENEW, new byte[][] {keys(key)[0]}, text(token.value()), millis(ttl))
                : runner.run(renewShared, keys(key), text(token.value()), millis(ttl));
    }

    /**
     * @param ttl as it was acquired for
     * @param keptFor how long it stays taken; zero: it is free at once
     */
    CompletionStage<Object> release(String key, OwnerToken token, Duration ttl, Duration keptFor) {
        Script script = token.isExclusive() ? release : releaseShared;
        return keptFor.isZero()
                ? runner.run(script, keys(key), text(token.value()), millis(ttl))
                : runner.run(script, keys(key), text(token.value()), millis(ttl), millis(keptFor));
    }

    CompletionStage<Object> inspect(String key) {
        return runner.run(INSPECT, keys(key));
    }

    CompletionStage<Object> forceRelease(String key) {
        return runner.run(forceRelease, keys(key));
    }

    private byte[][] keys(String key) {
        return layout.of(key).inOrder();
    }

    private static byte[] standing(Standing standing) {
        return switch (standing) {
            case APART -> APART;
            case IN_LINE -> IN_LINE;
            case AHEAD -> AHEAD;
        };
    }

    private static byte[] millis(Duration duration) {
        return number(duration.toMillis());
    }

    private static byte[] number(long value) {
        return text(Long.toString(value));
    }

    private static byte[] text(String value) {
        return value.getBytes(UTF_8);
    }
}

package io.github.lockstarter.redis;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the independent Redis servers of a Redlock, on a connection of its own. Never sends anything twice. Thread-safe; part of its
 * {@link RedlockNodes}, which end it.
 */
public final class RedlockNode implements LockStore {

    private final String name;

    private final NodeConnection connection;

    private final LockScripts scripts;

    private final boolean quarantined;

    /** @param quarantined whether it does not vote for a while after its start */
    RedlockNode(String name, NodeConnection connection, LockScripts scripts, boolean quarantined) {
        this.quarantined = quarantined;
        this.name = name;
        this.connection = connection;
        this.scripts = scripts;
    }

    /** {@return where it is: {@code host:port}} */
    public String name() {
        return name;
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return voting(verbs -> verbs.acquire(acquire));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return connection.get().thenCompose(up -> on(up).renew(held, ttl));
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return next == null
                ? connection.get().thenCompose(up -> on(up).release(held, null))
                : voting(verbs -> verbs.release(held, next));
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return connection.get().thenCompose(up -> on(up).withdraw(acquire));
    }

    @Override
    public CompletionStage<LockState> inspect(String key) {
        return connection.get().thenCompose(up -> on(up).inspect(key));
    }

    @Override
    public CompletionStage<ForcedRelease> forceRelease(String key) {
        return connection.get().thenCompose(up -> on(up).forceRelease(key));
    }

    @Override
    public CompletionStage<List<Danger>> dangers() {
        return connection
                .get()
                .thenCompose(up -> up.connection().async().info())
                .handle((info, failure) -> {
                    if (failure == null) {
                        return ServerDangers.ofNode("Redlock node " + name, NodeInfo.fields(info), quarantined);
                    }
                    if (Failures.isReplyOf(failure)) {
                        return List.of();
                    }
                    throw Failures.of(failure);
                });
    }

    void connect() {
        connection.get();
    }

    void close() {
        connection.close();
    }

    /** On a connection whose server may vote. */
    private <T> CompletionStage<T> voting(Function<ScriptedVerbs, CompletionStage<T>> command) {
        return connection.get().thenCompose(up -> {
            up.right().require();
            return command.apply(on(up));
        });
    }

    private ScriptedVerbs on(Up up) {
        return new ScriptedVerbs(scripts.on(up));
    }
}

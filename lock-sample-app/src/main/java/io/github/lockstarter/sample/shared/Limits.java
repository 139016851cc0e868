package io.github.lockstarter.sample.shared;

import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.store.LockStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/** What the Redis that the sample runs on does not allow, in sentences for people. */
@Component
public class Limits {

    private final ObjectProvider<LockStore> store;

    private final RedisConnectionFactory connections;

    Limits(ObjectProvider<LockStore> store, RedisConnectionFactory connections) {
        this.store = store;
        this.connections = connections;
    }

    /** Why there is no WATCH; null if there is. */
    public @Nullable String onWatching() {
        return connections instanceof LettuceConnectionFactory lettuce && lettuce.isClusterAware()
                ? "This Redis is a cluster, and Spring Data Redis does not keep WATCH, MULTI and EXEC on one connection there."
                : null;
    }

    /** Why there is no FencedRedis; null if there is. */
    public @Nullable String onFencing() {
        if (!(connections instanceof LettuceConnectionFactory)) {
            return "FencedRedis needs Lettuce, and this sample runs with another client.";
        }
        return locksAreElsewhere()
                ? "FencedRedis checks the lock and writes in one step on one server, and with Redlock the locks are on other servers than the data."
                : null;
    }

    /** Why nobody should try a lock only once; null if everybody may. */
    public @Nullable String onTryingOnce() {
        return locksAreElsewhere()
                ? "With Redlock, several who try once at the same moment may share the votes, and then nobody gets the lock."
                : null;
    }

    /** Why nobody sees here who holds a lock; null if one does. */
    public @Nullable String onSeeingHolders() {
        return locksAreElsewhere()
                ? "The locks are on a majority of other Redis servers (Redlock), where this page does not look: it does not show who holds them."
                : null;
    }

    /** Whether the locks are on a majority of several servers, and not on the one that has the data. */
    public boolean locksAreElsewhere() {
        return store.getIfAvailable() instanceof QuorumLockStore;
    }
}

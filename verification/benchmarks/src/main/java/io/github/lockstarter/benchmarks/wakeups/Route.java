package io.github.lockstarter.benchmarks.wakeups;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;

/** How a message gets to its only subscriber. */
public enum Route {
    BROADCAST_FAR(
            "PUBLISH", "PUBLISH; the subscriber is at another node, where the message arrives over the cluster bus"),
    BROADCAST_NEAR("PUBLISH", "PUBLISH; the subscriber is at the same node, and the message goes to all others, too"),
    SHARDED("SPUBLISH", "SPUBLISH; the subscriber is at the same node, since the channel has a slot");

    private final String command;
    private final String description;

    Route(String command, String description) {
        this.command = command;
        this.description = description;
    }

    String command() {
        return command;
    }

    String description() {
        return description;
    }

    boolean isFar() {
        return this == BROADCAST_FAR;
    }

    RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, String> commands, String channel) {
        return this == SHARDED ? commands.ssubscribe(channel) : commands.subscribe(channel);
    }

    RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, String> commands, String channel) {
        return this == SHARDED ? commands.sunsubscribe(channel) : commands.unsubscribe(channel);
    }
}

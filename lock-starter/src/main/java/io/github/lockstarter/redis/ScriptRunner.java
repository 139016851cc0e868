package io.github.lockstarter.redis;

import java.util.concurrent.CompletionStage;

/** Sends scripts to Redis. One implementation a client library. */
interface ScriptRunner extends AutoCloseable {

    /**
     * Sends EVALSHA, and EVAL where the server does not know the script. Returns at once, on any thread, interrupted or not.
     *
     * @return a Long, or a List of Long and byte[], as the script says; fails with a StoreFailure
     */
    CompletionStage<Object> run(Script script, byte[][] keys, byte[]... args);

    /** Makes connections of its own in the background, if it has any, so that the first command does not wait for them. */
    default void connect() {}

    /** Ends connections of its own, if it has any. */
    @Override
    default void close() {}
}

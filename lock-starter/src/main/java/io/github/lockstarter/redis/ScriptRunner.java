package io.github.lockstarter.redis;

import java.util.concurrent.CompletionStage;

/** Sends scripts to Redis. One implementation a client library. */
interface ScriptRunner {

    /**
     * Sends EVALSHA, and EVAL where the server does not know the script. Returns at once, on any thread, interrupted or not.
     *
     * @return a Long, or a List of Long and byte[], as the script says; fails with a StoreFailure
     */
    CompletionStage<Object> run(Script script, byte[][] keys, byte[]... args);
}

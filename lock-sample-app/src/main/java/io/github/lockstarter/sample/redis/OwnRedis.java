package io.github.lockstarter.sample.redis;

import java.util.List;
import java.util.Map;

/**
 * Redis processes on this machine that the instances of the sample share: the first one starts them, the others join. They end with
 * the one that started them.
 */
interface OwnRedis extends AutoCloseable {

    /** The properties that say where they are, as somebody would set them who has such a Redis. */
    Map<String, Object> settings();

    /** What to tell of them, a line for each that was started here, with what it takes to end it. */
    List<String> lines();

    /** Ends what was started here. */
    @Override
    void close();
}

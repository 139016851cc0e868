package io.github.lockstarter.architecture.planted.memory;

import io.lettuce.core.RedisClient;

/** Breaks a rule on purpose: each library lives in its own room. */
class PlantedInMemory {

    private final Class<?> client = RedisClient.class;
}

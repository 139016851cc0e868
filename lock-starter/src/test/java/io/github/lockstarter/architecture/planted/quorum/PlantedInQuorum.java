package io.github.lockstarter.architecture.planted.quorum;

import io.lettuce.core.RedisClient;

/** Breaks a rule on purpose: a quorum is of stores, whatever they are. */
class PlantedInQuorum {

    private final Class<?> client = RedisClient.class;
}

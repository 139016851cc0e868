package io.github.lockstarter.architecture.planted.core;

import org.springframework.data.redis.core.StringRedisTemplate;

/** Breaks a rule on purpose: the core knows no Redis. */
class PlantedInCore {

    private final Class<?> redis = StringRedisTemplate.class;
}

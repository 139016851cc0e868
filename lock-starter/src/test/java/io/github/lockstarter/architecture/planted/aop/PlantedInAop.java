package io.github.lockstarter.architecture.planted.aop;

import io.github.lockstarter.architecture.planted.store.PlantedStoreType;

/** Breaks a rule on purpose: the interceptor knows operations, not stores. */
class PlantedInAop {

    private final Class<?> store = PlantedStoreType.class;
}

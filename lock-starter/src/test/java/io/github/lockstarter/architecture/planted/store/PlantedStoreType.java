package io.github.lockstarter.architecture.planted.store;

import java.util.List;

/** Breaks a rule on purpose: nothing; others import it. */
public class PlantedStoreType {

    private final List<String> nothing = List.of();
}

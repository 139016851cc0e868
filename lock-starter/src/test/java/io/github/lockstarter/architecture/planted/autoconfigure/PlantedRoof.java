package io.github.lockstarter.architecture.planted.autoconfigure;

import java.util.List;

/** Breaks a rule on purpose: nothing; it is the roof that others import. */
public class PlantedRoof {

    private final List<String> rooms = List.of();
}

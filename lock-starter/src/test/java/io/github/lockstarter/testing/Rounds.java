package io.github.lockstarter.testing;

/** How often a thing is done: a few times in `mvn verify`, as often as it takes with `-Pall-rounds`. */
public final class Rounds {

    private static final boolean ALL = "all".equals(System.getProperty("rounds"));

    private Rounds() {}

    public static int of(int few, int all) {
        return ALL ? all : few;
    }
}

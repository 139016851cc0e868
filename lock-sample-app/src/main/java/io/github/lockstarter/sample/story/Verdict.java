package io.github.lockstarter.sample.story;

/**
 * What was seen in a story.
 *
 * @param asExpected whether it went as its summary says
 */
public record Verdict(boolean asExpected, String text) {

    static final Verdict OTHERWISE = new Verdict(
            false,
            "This time it went otherwise: see the timeline. (A machine that is very busy does that, and locks that are switched off.)");

    static Verdict asExpected(String text) {
        return new Verdict(true, text);
    }
}

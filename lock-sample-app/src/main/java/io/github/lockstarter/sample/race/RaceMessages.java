package io.github.lockstarter.sample.race;

import org.jspecify.annotations.Nullable;

/**
 * What the instances tell each other about races, beside a {@link RacePlan} and its {@link RaceResult}. All hear all of it in the
 * same order: so they agree on what a cancellation is meant for.
 */
final class RaceMessages {

    private RaceMessages() {}

    /** Races follow, one after the other: a series. */
    record RacesBegun(String series) {}

    /** An instance's share goes on. */
    record ShareProgress(String race, String instance, int done) {}

    /** An instance's share has ended. */
    record ShareEnd(String race, String instance, Tally tally, boolean timeIsUp) {}

    /** The series that is on ends now. */
    record CancelRaces() {}

    /**
     * No further race of the series follows.
     *
     * @param trouble why it was broken off; null if it was not
     */
    record RacesOver(String series, @Nullable String trouble) {}
}

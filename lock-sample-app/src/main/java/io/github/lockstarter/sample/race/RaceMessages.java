package io.github.lockstarter.sample.race;

/** What the instances tell each other about a race, beside its {@link RacePlan} and its {@link RaceResult}. */
final class RaceMessages {

    private RaceMessages() {}

    /** An instance's share goes on. */
    record ShareProgress(String race, String instance, int done) {}

    /** An instance's share has ended. */
    record ShareEnd(String race, String instance, Tally tally, boolean timeIsUp) {}

    /** Whatever race is on, and those that were to follow, end now. */
    record CancelRaces() {}

    /** No further race follows. */
    record RacesOver() {}
}

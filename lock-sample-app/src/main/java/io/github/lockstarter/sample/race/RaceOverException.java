package io.github.lockstarter.sample.race;

/** The race was ended while a bid was under way, which is given up before it writes. */
final class RaceOverException extends RuntimeException {

    RaceOverException() {
        super("The race is over");
    }
}

package io.github.lockstarter.torture.check;

/** Something that must not be. */
public record Finding(String check, String text) {

    @Override
    public String toString() {
        return check + ": " + text;
    }
}

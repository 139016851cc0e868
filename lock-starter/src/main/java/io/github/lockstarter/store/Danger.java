package io.github.lockstarter.store;

/**
 * Something about a store that can cost it its locks.
 *
 * @param where which part of it: {@code Redis at 127.0.0.1:6379}
 * @param what is so there, and what comes of it
 * @param action what to do about it
 */
public record Danger(String where, String what, String action) {

    @Override
    public String toString() {
        return where + " " + what + ". " + action;
    }
}

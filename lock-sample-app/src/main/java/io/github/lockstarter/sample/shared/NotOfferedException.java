package io.github.lockstarter.sample.shared;

/** Something does not work on the Redis that the sample runs on. */
public final class NotOfferedException extends RuntimeException {

    /** @param reason a sentence */
    public NotOfferedException(String title, String reason) {
        super("'%s' is not offered here. %s".formatted(title, reason));
    }
}

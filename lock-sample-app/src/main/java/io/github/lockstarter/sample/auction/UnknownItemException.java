package io.github.lockstarter.sample.auction;

/** There is no item of that id. */
public final class UnknownItemException extends RuntimeException {

    public UnknownItemException(String id) {
        super("There is no item '%s'. Check the id, or create the item with POST /api/items.".formatted(id));
    }
}

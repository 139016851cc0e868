package io.github.lockstarter.sample.auction;

/** There is an item of that id already. */
public final class ItemExistsException extends RuntimeException {

    public ItemExistsException(String id) {
        super("There is an item '%s' already, and it stays as it is. Choose another id.".formatted(id));
    }
}

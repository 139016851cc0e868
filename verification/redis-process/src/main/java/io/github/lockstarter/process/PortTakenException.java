package io.github.lockstarter.process;

/** The server could not listen because something else does on that port. */
final class PortTakenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    PortTakenException(String message) {
        super(message);
    }
}

package io.github.lockstarter.torture.chaos;

/** A direction of the bytes on a connection. */
public enum Way {
    /** From the client to the server. */
    REQUESTS,
    /** From the server to the client. */
    REPLIES
}

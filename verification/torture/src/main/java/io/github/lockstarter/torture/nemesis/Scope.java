package io.github.lockstarter.torture.nemesis;

/** What a fault is done to: at most one at a time to each. */
enum Scope {
    WORKER,
    NETWORK,
    SERVER
}

package io.github.lockstarter.core;

/** How the wait of a call ends. */
sealed interface Outcome permits Acquired, NotAcquired {}

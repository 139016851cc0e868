package io.github.lockstarter.aop;

import java.time.Duration;

/**
 * What is known of the store when annotations are read.
 *
 * @param longest the longest ttl that an annotation may ask for
 * @param byDefault the ttl that holds where an annotation gives none
 * @param sharesLocks whether several may hold a lock at once
 */
public record StoreTerms(Duration longest, Duration byDefault, boolean sharesLocks) {}

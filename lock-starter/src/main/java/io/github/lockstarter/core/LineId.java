package io.github.lockstarter.core;

/**
 * What the calls of one line of this JVM have in common.
 *
 * @param permits how many may hold the lock at once: those who differ in that stand in lines of their own, and meet in the store
 */
record LineId(String key, int permits) {}

package io.github.lockstarter.aop;

import java.time.Duration;

/**
 * What is known of ttls when annotations are read.
 *
 * @param longest the longest that an annotation may ask for
 * @param byDefault what holds where an annotation gives none
 */
public record Ttls(Duration longest, Duration byDefault) {}

/** Locks on a majority of five Redis servers, beside Redisson's and beside a lock on one server. */
@NullMarked
package io.github.lockstarter.benchmarks.redlock;

import org.jspecify.annotations.NullMarked;

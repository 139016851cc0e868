/** What needs no Redis: the price of the annotation. */
@NullMarked
package io.github.lockstarter.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;

/** Measures locks on Redis beside each other: plans the runs, drives the JVMs that contend, and counts what Redis did. */
@NullMarked
package io.github.lockstarter.benchmarks;

import org.jspecify.annotations.NullMarked;

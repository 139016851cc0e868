/** From the figures of all rounds to medians, tables and a chart. */
@NullMarked
package io.github.lockstarter.benchmarks.report;

import org.jspecify.annotations.NullMarked;

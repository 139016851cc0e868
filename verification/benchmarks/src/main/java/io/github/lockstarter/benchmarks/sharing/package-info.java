/** Locks that several hold at once, beside Redisson's: readers and a writer, and permits. */
@NullMarked
package io.github.lockstarter.benchmarks.sharing;

import org.jspecify.annotations.NullMarked;

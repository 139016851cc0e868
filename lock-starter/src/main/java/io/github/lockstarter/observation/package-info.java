/** Traces and timers of calls, and meters of what there is, by Micrometer. */
@NullMarked
package io.github.lockstarter.observation;

import org.jspecify.annotations.NullMarked;

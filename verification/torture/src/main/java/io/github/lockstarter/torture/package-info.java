/** Locks under faults: real processes, a seed that says what goes wrong when, and a checker that looks at what came of it. */
@NullMarked
package io.github.lockstarter.torture;

import org.jspecify.annotations.NullMarked;

/** Other lock libraries under the same faults, with the same tasks and the same checkers, and what came of it side by side. */
@NullMarked
package io.github.lockstarter.torture.peers;

import org.jspecify.annotations.NullMarked;

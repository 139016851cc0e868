/** The faults, and the order they come in, which a seed decides. */
@NullMarked
package io.github.lockstarter.torture.nemesis;

import org.jspecify.annotations.NullMarked;

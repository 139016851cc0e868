/** A store in this JVM's memory, for tests and development. */
@NullMarked
package io.github.lockstarter.memory;

import org.jspecify.annotations.NullMarked;

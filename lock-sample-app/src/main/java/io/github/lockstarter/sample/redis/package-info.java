/** The Redis that the sample starts for itself when it is told of none. */
@NullMarked
package io.github.lockstarter.sample.redis;

import org.jspecify.annotations.NullMarked;

/** One failure, often: Redis took the lock, and the answer never came. */
@NullMarked
package io.github.lockstarter.torture.dropped;

import org.jspecify.annotations.NullMarked;

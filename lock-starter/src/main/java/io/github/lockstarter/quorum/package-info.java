/** Redlock: a lock is held when a majority of independent stores, the nodes, hold it. */
@NullMarked
package io.github.lockstarter.quorum;

import org.jspecify.annotations.NullMarked;

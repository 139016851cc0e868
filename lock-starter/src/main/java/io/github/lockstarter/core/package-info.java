/** How a call gets, keeps and gives back a lock, whatever store is below: no Spring here, no Redis. */
@NullMarked
package io.github.lockstarter.core;

import org.jspecify.annotations.NullMarked;

/** The seam below: what keeps the locks, and what is asked of it and answered. */
@NullMarked
package io.github.lockstarter.store;

import org.jspecify.annotations.NullMarked;

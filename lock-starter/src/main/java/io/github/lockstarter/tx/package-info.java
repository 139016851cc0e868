/** Locks and Spring's transactions: held until the outer one completes, checked before the inner one commits. */
@NullMarked
package io.github.lockstarter.tx;

import org.jspecify.annotations.NullMarked;

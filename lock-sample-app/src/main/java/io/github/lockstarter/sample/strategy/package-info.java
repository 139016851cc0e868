/** Five ways to place a bid while others do the same, from no lock at all to one that is fenced. */
@NullMarked
package io.github.lockstarter.sample.strategy;

import org.jspecify.annotations.NullMarked;

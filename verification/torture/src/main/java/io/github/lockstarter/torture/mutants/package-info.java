/** The checker's own test: mistakes planted in the library, each of which has to be found. */
@NullMarked
package io.github.lockstarter.torture.mutants;

import org.jspecify.annotations.NullMarked;

/** Many bidders at one item, with one strategy after the other, and what came of it. */
@NullMarked
package io.github.lockstarter.sample.race;

import org.jspecify.annotations.NullMarked;

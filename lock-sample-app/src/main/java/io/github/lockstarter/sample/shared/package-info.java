/** What the instances of the sample have in common: a bus between them, who is there, and one stage for all. */
@NullMarked
package io.github.lockstarter.sample.shared;

import org.jspecify.annotations.NullMarked;

/** What happens to a lock when its holder dies, stalls or comes back too late: played with real locks, told as it happens. */
@NullMarked
package io.github.lockstarter.sample.story;

import org.jspecify.annotations.NullMarked;

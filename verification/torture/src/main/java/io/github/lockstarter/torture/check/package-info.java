/** What must never be found in a history, or left behind. */
@NullMarked
package io.github.lockstarter.torture.check;

import org.jspecify.annotations.NullMarked;

/** What the workers did, by the clock that all processes of a machine share: written as it happens, read at the end. */
@NullMarked
package io.github.lockstarter.torture.history;

import org.jspecify.annotations.NullMarked;

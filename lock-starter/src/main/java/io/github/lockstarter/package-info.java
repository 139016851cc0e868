/** What a user of the lock sees: the annotation, the operations, the lease, and what is thrown. */
@NullMarked
package io.github.lockstarter;

import org.jspecify.annotations.NullMarked;

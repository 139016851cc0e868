/**
 * The fence for data in SQL: claims a lease's fencing token in the transaction that reads and writes the data. Locks are not kept here: a
 * store that keeps them in SQL would be a room of its own.
 */
@NullMarked
package io.github.lockstarter.jdbc;

import org.jspecify.annotations.NullMarked;

/** The fence for data in SQL: claims a lease's fencing token in the transaction that reads and writes the data. */
@NullMarked
package io.github.lockstarter.jdbc;

import org.jspecify.annotations.NullMarked;

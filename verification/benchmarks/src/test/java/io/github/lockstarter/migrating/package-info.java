/** Other libraries beside this one: the code of docs/migrating.md, and what that page says of them, on a Redis that the tests start. */
@NullMarked
package io.github.lockstarter.migrating;

import org.jspecify.annotations.NullMarked;

/** What is tortured: a Redis, a database, worker processes, and the proxies between them. */
@NullMarked
package io.github.lockstarter.torture.arena;

import org.jspecify.annotations.NullMarked;

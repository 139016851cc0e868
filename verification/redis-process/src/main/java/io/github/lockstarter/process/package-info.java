/** Real redis-server processes and child JVMs, started, suspended, killed and restarted by the JVM that needs them. */
@NullMarked
package io.github.lockstarter.process;

import org.jspecify.annotations.NullMarked;

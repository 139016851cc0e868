/** A network which breaks on demand: what a proxy between Redis clients and a server does to their connections. */
@NullMarked
package io.github.lockstarter.torture.chaos;

import org.jspecify.annotations.NullMarked;

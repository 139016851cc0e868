/** Locks for what is subscribed to: Reactor's types, those that it knows, and Kotlin's coroutines. */
@NullMarked
package io.github.lockstarter.reactive;

import org.jspecify.annotations.NullMarked;

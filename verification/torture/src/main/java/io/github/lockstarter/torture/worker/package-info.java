/** A process that uses locks in all the ways this library has, and writes down what happened. */
@NullMarked
package io.github.lockstarter.torture.worker;

import org.jspecify.annotations.NullMarked;

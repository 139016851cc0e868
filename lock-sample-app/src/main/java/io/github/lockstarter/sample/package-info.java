/** An auction that runs on several instances at once and takes one bid per item at a time. */
@NullMarked
package io.github.lockstarter.sample;

import org.jspecify.annotations.NullMarked;

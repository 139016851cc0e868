/** What is told of a run, to people and to programs. */
@NullMarked
package io.github.lockstarter.torture.report;

import org.jspecify.annotations.NullMarked;

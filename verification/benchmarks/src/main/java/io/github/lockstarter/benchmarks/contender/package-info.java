/** The ways to lock that are compared, each behind the same two verbs. */
@NullMarked
package io.github.lockstarter.benchmarks.contender;

import org.jspecify.annotations.NullMarked;

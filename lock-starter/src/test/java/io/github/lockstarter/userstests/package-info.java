/** An application of a user and its tests: the very code of docs/testing.md. */
@NullMarked
package io.github.lockstarter.userstests;

import org.jspecify.annotations.NullMarked;

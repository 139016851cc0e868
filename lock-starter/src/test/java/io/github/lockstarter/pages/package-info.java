/** The code of README and docs, as it stands there; that of docs/testing.md is in userstests. */
@NullMarked
package io.github.lockstarter.pages;

import org.jspecify.annotations.NullMarked;

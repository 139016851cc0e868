/** What tests share: a real Redis, connections to it, and locks on it. */
@NullMarked
package io.github.lockstarter.testing;

import org.jspecify.annotations.NullMarked;

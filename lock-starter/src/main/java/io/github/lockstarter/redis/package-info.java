/** The store in Redis: keys, scripts, and how commands are sent. */
@NullMarked
package io.github.lockstarter.redis;

import org.jspecify.annotations.NullMarked;

/** The Redis client that refuses: below all typed operations, each command becomes a script that checks the lock first. */
@NullMarked
package io.github.lockstarter.redis.fenced;

import org.jspecify.annotations.NullMarked;

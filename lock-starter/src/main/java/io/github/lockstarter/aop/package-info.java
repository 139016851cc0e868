/** How an annotated method comes to its lock: what the annotation says, the key of a call, the interception. */
@NullMarked
package io.github.lockstarter.aop;

import org.jspecify.annotations.NullMarked;

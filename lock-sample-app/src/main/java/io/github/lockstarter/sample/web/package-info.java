/** The auction over HTTP, with each failure as a problem that says what happened and what to do. */
@NullMarked
package io.github.lockstarter.sample.web;

import org.jspecify.annotations.NullMarked;

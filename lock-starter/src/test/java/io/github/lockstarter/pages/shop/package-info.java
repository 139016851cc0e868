/** The first application of docs/getting-started.md. */
@NullMarked
package io.github.lockstarter.pages.shop;

import org.jspecify.annotations.NullMarked;

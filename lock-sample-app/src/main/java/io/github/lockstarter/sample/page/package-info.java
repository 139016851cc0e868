/** What the page in the browser is fed with: events, the items as they are now, the code of the strategies. */
@NullMarked
package io.github.lockstarter.sample.page;

import org.jspecify.annotations.NullMarked;

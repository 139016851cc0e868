/** The auction itself: items, bids on them, and the lock that lets one bid in at a time. */
@NullMarked
package io.github.lockstarter.sample.auction;

import org.jspecify.annotations.NullMarked;

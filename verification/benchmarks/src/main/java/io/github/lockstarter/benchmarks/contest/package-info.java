/** One child JVM: its threads contend for a while and write down when each one acquired, held and released. */
@NullMarked
package io.github.lockstarter.benchmarks.contest;

import org.jspecify.annotations.NullMarked;

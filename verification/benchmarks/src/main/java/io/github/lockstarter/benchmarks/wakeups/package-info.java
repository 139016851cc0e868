/** What it costs to wake somebody in a Redis Cluster: a message to all nodes, or to one shard. */
@NullMarked
package io.github.lockstarter.benchmarks.wakeups;

import org.jspecify.annotations.NullMarked;

/**
 * The store in Redis: keys, scripts, and how commands are sent. What is in here:
 *
 * <ul>
 *   <li><b>The store</b>: RedisLockStore, by ScriptedVerbs; several keys of a cluster, SlotBySlot. Where a lock stands: KeyLayout, LockKeys.
 *   <li><b>Scripts</b>: LockScripts, Script; Replies, what they answer; Failures, what went wrong instead.
 *   <li><b>How they are sent</b>: ScriptRunner. With Lettuce LettuceScriptRunner and LettuceScripts; with any other client
 *       BlockingScriptRunner; on connections of the store's own OwnScriptRunner, OwnConnection, OwnConnections, UnderWay; where replicas have to
 *       know of it AcknowledgedScriptRunner, Acknowledgement. RedisThreads.
 *   <li><b>Wake-ups</b>: LettuceSubscription, or BlockingSubscription; Resubscribing, WakeMessages.
 *   <li><b>Other masters</b>: LettuceMaster, SentinelMaster, ClusterMasters, MovedMaster; Clusters, SlotMoves.
 *   <li><b>What endangers locks</b>: StoreDangers, ServerDangers.
 *   <li><b>The nodes of a Redlock</b>: RedlockNodes, RedlockNode; NodeConnection, NodeInfo; VotingRights, the quarantine, and Up.
 * </ul>
 */
@NullMarked
package io.github.lockstarter.redis;

import org.jspecify.annotations.NullMarked;

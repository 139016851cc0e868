/**
 * How an annotated method comes to its lock: what the annotation says, the key of a call, the interception. What is in here:
 *
 * <ul>
 *   <li><b>Around the method</b>: DistributedLockInterceptor, put there by DistributedLockAdvisor, or, where classes are woven, by
 *       DistributedLockAspect. LeavesTransaction, Proceedings.
 *   <li><b>What the annotation says</b>, read once: LockSpecs, a LockSpec for each method; LockSpecReader and RequestReader read it, with
 *       LockOverrides and LockOverride, what the properties say (autoconfigure.LockOverridesReader reads it), StoreTerms, LockSpecSettings, DefaultNames.
 *   <li><b>What is refused at start-up</b>: MethodChecks, Lifecycle, Interception. What is warned of: SelfInvocations, found by CallsOnThis
 *       and StackEffects.
 *   <li><b>The key</b>: KeyParser makes a KeyExpression of it, checked by KeyChecks, KeyJoinChecks and KeyTypeChecks, with KeyAdvice;
 *       KeyParts, what it is put together of; KeyContext and KeyRoot,
 *       what it may see; KeySum and KeyText, what it comes to.
 *   <li><b>What a call comes to that does not run</b>: NotRunReader; NotRun, which is Skip or Fallback.
 *   <li><b>Kinds of results</b>: Invokers, Invoker, LockedInvocation; FutureInvokers, FutureInvoker, WaitingThread.
 * </ul>
 */
@NullMarked
package io.github.lockstarter.aop;

import org.jspecify.annotations.NullMarked;

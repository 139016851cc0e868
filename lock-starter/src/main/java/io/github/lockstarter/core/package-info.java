/**
 * How a call gets, keeps and gives back a lock, whatever store is below: no Spring here, no Redis. What is in here:
 *
 * <ul>
 *   <li><b>What others see</b>: LockTemplate, which is put together of all below; LockDefaults, LineLimits; OuterWork, a transaction
 *       around; LockObserver and LocksHere, for whoever goes along or looks; LoggingLockListener, DangerReport. Where locking is switched
 *       off: UnlockedOperations, UnlockedLease. {@code java.util.concurrent.locks}: ThreadLock, ReadWriteThreadLock, ThreadHolds.
 *   <li><b>One call</b>: LockTerms, what holds for it; Entrance, what calls around hold already; LockedCall, with a thread that runs the
 *       method, and AsyncCall, without. Both have a Tenure, the leases they run under. Callbacks, Losses, NotAsStrictException.
 *   <li><b>Calls within calls</b>, as Entrance finds them: LockFlow, what a call is part of; Share, a part in a lease; Turns.
 *   <li><b>The way to a lock</b>: LeaseSource chooses it. Past the line: Acquisition, or AsyncAcquisition where no thread waits, with its
 *       Attempts, AsyncAttempt. In line: LineAcquisition, or AsyncLineAcquisition. AsyncWait, AsyncLease. How it ends: Outcome, which is
 *       Acquired or NotAcquired. Patience: how long to pause.
 *   <li><b>The line of this JVM</b>: Lines, Line, LineId; LineState has the rules, LineProgress and LinePhase what it is about and how it
 *       gets on, Waiters who it is for, Effects what it brings about; Waiter, one call in it. Hints: who is woken.
 *   <li><b>A token</b>: Ticket, from the first attempt to its end; OwnerTokens; Withdrawals and Withdrawal, what is given back
 *       that nobody waited for. Granted, an answer in time. Hold, what a lease has in the store: LineHold, SharedHold. PermitWarnings.
 *   <li><b>The lease</b>: HeldLease; LeaseLife and LeaseState, what becomes of it, by its Deadline; Renewing, LeaseRenewal, LeaseAssurance;
 *       WorkToStop and Interruption, once it is lost; LeaseObservation, ToObserve; LeaseEnd, its release. Leases, all of them; Watch and
 *       Watched, what looks at them in time.
 *   <li><b>What all share</b>: LockRuntime. Its threads: Signals, AsyncThreads, DaemonThreads. Who is told: SafeListener, SafeObserver,
 *       Observers. The store, as it is asked: GuardedStore, Answers. Gate, InFlight, WaitingCalls: shutting down, and being looked at.
 * </ul>
 */
@NullMarked
package io.github.lockstarter.core;

import org.jspecify.annotations.NullMarked;

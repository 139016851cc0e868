package io.github.lockstarter;

/**
 * What happens to a call whose lease is lost while it runs. In each case {@link Lease#lost()} completes, a
 * {@link LockListener} is told, and it is logged as a WARN; and a transaction that was begun inside is rolled back instead of
 * committed, with LeaseLostException. Once a transaction that was begun inside and writes has been committed after that check,
 * a later loss is only told and logged, with every setting: what was done is done.
 */
public enum OnLost {
    /** {@link LeaseLostException} after the method, unless that threw itself. */
    SIGNAL,
    /**
     * As {@link #SIGNAL}, and the thread of the method is interrupted, but never after the method. The caller gets
     * LeaseLostException with what the interrupted method threw suppressed in it, and a clear interrupt flag. An interrupt
     * that somebody else sends after ours cannot be told from it. Where the method returns a future, Mono or Flux, or is a
     * coroutine, that is cancelled instead.
     */
    INTERRUPT,
    /** No exception after the method: the caller gets its result. */
    WARN
}

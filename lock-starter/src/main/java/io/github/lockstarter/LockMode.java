package io.github.lockstarter;

/** Whether a lock may be held by others at the same time. Both modes meet on the same key. */
public enum LockMode {

    /** By nobody else; with {@link DistributedLock#permits() permits}, by as many as these, and by none who wants it SHARED. */
    EXCLUSIVE,

    /**
     * By others who want it SHARED, too, and by none who wants it EXCLUSIVE: for those who read what the others write. Each holder has
     * an owner token, a ttl and a deadline of its own. Nobody starves: who comes later stands behind those who wait, in either mode.
     *
     * <p>Fencing tokens grow with EXCLUSIVE leases only; a SHARED one has the last of them. Refused with Redlock.
     */
    SHARED
}

package io.github.lockstarter.stalled;

import io.github.lockstarter.Lease;

/**
 * A number that is read, and some time later written with one added. It keeps every write that it has accepted, with the
 * fencing token of the writer, so that a write that came too late can be counted.
 */
interface Register {

    void addOne(Lease lease, Runnable meanwhile);
}

package io.github.lockstarter.testing;

import io.github.lockstarter.DistributedLock;

/** Has a locked method that a subclass in another package cannot override, and neither can its proxy. */
public class PackagePrivateLocked {

    @DistributedLock
    void place() {}
}

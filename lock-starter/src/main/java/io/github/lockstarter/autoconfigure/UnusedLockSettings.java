package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.aop.LockOverrides;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Says at start-up which settings are for a lock that there is not: misspelt, or renamed in the code. */
final class UnusedLockSettings implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(UnusedLockSettings.class);

    private final LockOverrides overrides;

    UnusedLockSettings(LockOverrides overrides) {
        this.overrides = overrides;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String unused : overrides.unused()) {
            log.warn(
                    "{}.* is for no lock of a bean that was made at start-up, and changes nothing. Locks by name: {}",
                    unused,
                    overrides.names());
        }
    }
}
